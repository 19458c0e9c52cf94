import type { Nodes, Parents, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type Html, html } from '../html.ts';
import { safeHref } from '../links.ts';

const DEPTH_MAX = 12;

/**
 * Markdown as markup of our own making: what it cannot say here is text. HTML in it is shown, not
 * obeyed; a picture from elsewhere becomes a link, since a page loads nothing from strangers.
 */
export function markdown(text: string): Html {
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return html`${children(tree, 0)}`;
}

function children(node: Parents, depth: number): Html[] {
  // Quotes in quotes in quotes: far down, nobody reads, and the stack has an end.
  if (depth > DEPTH_MAX) return [];
  const isTight = node.type === 'listItem' && !node.spread;
  return node.children.map((child) =>
    isTight && child.type === 'paragraph'
      ? html`${children(child, depth + 1)}`
      : nodeOf(child, depth + 1),
  );
}

type Views = {
  [Type in Nodes['type']]?: (node: Extract<Nodes, { type: Type }>, inner: Html[]) => Html;
};

/** What is not in here is the text that is in it. */
const VIEWS: Views = {
  heading: ({ depth }, inner) => headingOf(depth, inner),
  paragraph: (_, inner) => html`<p>${inner}</p>`,
  blockquote: (_, inner) => html`<blockquote>${inner}</blockquote>`,
  list: ({ ordered }, inner) =>
    ordered
      ? html`<ol>
          ${inner}
        </ol>`
      : html`<ul>
          ${inner}
        </ul>`,
  listItem: (_, inner) => html`<li>${inner}</li>`,
  thematicBreak: () => html`<hr />`,
  code: ({ value }) => html`<pre tabindex="0"><code>${value}</code></pre>`,
  text: ({ value }) => html`${value}`,
  html: ({ value }) => html`${value}`,
  emphasis: (_, inner) => html`<em>${inner}</em>`,
  strong: (_, inner) => html`<strong>${inner}</strong>`,
  delete: (_, inner) => html`<del>${inner}</del>`,
  inlineCode: ({ value }) => html`<code>${value}</code>`,
  break: () => html`<br />`,
  link: ({ url }, inner) => linkTo(url, inner),
  image: ({ url, alt }) => linkTo(url, [html`${alt || 'Picture'}`]),
};

function nodeOf(node: Nodes, depth: number): Html {
  if (node.type === 'table') return tableOf(node, depth);
  const inner = 'children' in node ? children(node, depth) : [];
  // The type chooses the view, so that they fit; the compiler cannot follow that through a table.
  const view = VIEWS[node.type] as ((node: Nodes, inner: Html[]) => Html) | undefined;
  return view ? view(node, inner) : html`${inner}`;
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

function tableOf({ children: rows }: Table, depth: number): Html {
  const [head, ...body] = rows.map(({ children: cells }) =>
    cells.map((cell) => children(cell, depth)),
  );
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${(head ?? []).map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      ${
        body.length > 0 &&
        html`<tbody>
          ${body.map(
            (cells) =>
              html`<tr>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>`
      }
    </table>
  </div>`;
}
