import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { type Html, html } from '../html.ts';
import { safeHref } from '../links.ts';
import { decodeEntities } from './decode-entities.ts';

/** Deeper than this, lists in quotes in lists are nobody's text, and a stack has an end. */
const NESTING_MAX = 8;
const CONTAINER = String.raw`[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))[ \t]*`;
const TOO_NESTED = new RegExp(`^((?:${CONTAINER}){${NESTING_MAX}})(?:${CONTAINER})+`, 'gm');

/**
 * Markdown as markup of our own making: what it cannot say here is text. HTML in it is shown, not
 * obeyed; a picture from elsewhere becomes a link, since a page loads nothing from strangers.
 */
export function markdown(text: string): Html {
  return html`${views(Lexer.lex(text.replaceAll(TOO_NESTED, '$1'), { gfm: true }))}`;
}

function views(tokens: readonly Token[] = []): Html[] {
  return tokens.map((token) => viewOf(token as MarkedToken));
}

type Views = {
  [Type in MarkedToken['type']]?: (token: Extract<MarkedToken, { type: Type }>) => Html;
};

/** What is not in here leaves no trace: definitions, empty lines, the boxes of tasks. */
const VIEWS: Views = {
  heading: ({ depth, tokens }) => headingOf(depth, views(tokens)),
  paragraph: ({ tokens }) => html`<p>${views(tokens)}</p>`,
  blockquote: ({ tokens }) => html`<blockquote>${views(tokens)}</blockquote>`,
  list: ({ ordered, items }) => {
    const entries = items.map(({ tokens }) => html`<li>${views(tokens)}</li>`);
    return ordered
      ? html`<ol>
          ${entries}
        </ol>`
      : html`<ul>
          ${entries}
        </ul>`;
  },
  hr: () => html`<hr />`,
  code: ({ text }) => html`<pre tabindex="0"><code>${text}</code></pre>`,
  table: (token) => tableOf(token),
  html: ({ text }) => html`${text}`,
  text: ({ text, tokens }) => (tokens ? html`${views(tokens)}` : html`${decodeEntities(text)}`),
  escape: ({ text }) => html`${text}`,
  em: ({ tokens }) => html`<em>${views(tokens)}</em>`,
  strong: ({ tokens }) => html`<strong>${views(tokens)}</strong>`,
  del: ({ tokens }) => html`<del>${views(tokens)}</del>`,
  codespan: ({ text }) => html`<code>${text}</code>`,
  br: () => html`<br />`,
  link: ({ href, tokens }) => linkTo(href, views(tokens)),
  image: ({ href, text }) => linkTo(href, [html`${decodeEntities(text) || 'Picture'}`]),
};

function viewOf(token: MarkedToken): Html {
  // The type chooses the view, so that they fit; the compiler cannot follow that through a table.
  const view = VIEWS[token.type] as ((token: MarkedToken) => Html) | undefined;
  return view ? view(token) : html``;
}

/** Below a section's own heading, and never more than two levels. */
function headingOf(depth: number, inner: Html[]): Html {
  if (inner.every(({ markup }) => markup.trim() === '')) return html``;
  return depth <= 2 ? html`<h3>${inner}</h3>` : html`<h4>${inner}</h4>`;
}

function linkTo(url: string, inner: Html[]): Html {
  const isAbsolute = /^(?:https?:|mailto:|tel:)/i.test(url);
  const href = isAbsolute ? safeHref(url) : null;
  const isEmpty = inner.every(({ markup }) => markup.trim() === '');
  return href
    ? html`<a href="${href}" rel="noopener">${isEmpty ? href : inner}</a>`
    : html`${inner}`;
}

function tableOf({ header, rows }: Tokens.Table): Html {
  const head = header.map(({ tokens }) => html`<th scope="col">${views(tokens)}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map(({ tokens }) => html`<td>${views(tokens)}</td>`)}
      </tr>`,
  );
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      ${
        body.length > 0 &&
        html`<tbody>
          ${body}
        </tbody>`
      }
    </table>
  </div>`;
}
