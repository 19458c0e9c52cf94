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
  return node.children.map((child) => nodeOf(child, depth + 1));
}

function nodeOf(node: Nodes, depth: number): Html {
  const inner = 'children' in node ? children(node, depth) : [];
  switch (node.type) {
    case 'heading':
      return headingOf(node.depth, inner);
    case 'paragraph':
      return html`<p>${inner}</p>`;
    case 'blockquote':
      return html`<blockquote>${inner}</blockquote>`;
    case 'list':
      return node.ordered
        ? html`<ol>
            ${inner}
          </ol>`
        : html`<ul>
            ${inner}
          </ul>`;
    case 'listItem':
      return html`<li>${inner}</li>`;
    case 'thematicBreak':
      return html`<hr />`;
    case 'code':
      return html`<pre tabindex="0"><code>${node.value}</code></pre>`;
    case 'table':
      return tableOf(node, depth);
    default:
      return inlineOf(node, inner);
  }
}

function inlineOf(node: Nodes, inner: Html[]): Html {
  switch (node.type) {
    case 'text':
    case 'html':
      return html`${node.value}`;
    case 'emphasis':
      return html`<em>${inner}</em>`;
    case 'strong':
      return html`<strong>${inner}</strong>`;
    case 'delete':
      return html`<del>${inner}</del>`;
    case 'inlineCode':
      return html`<code>${node.value}</code>`;
    case 'break':
      return html`<br />`;
    case 'link':
      return linkTo(node.url, inner);
    case 'image':
      return linkTo(node.url, [html`${node.alt || 'Picture'}`]);
    default:
      return html`${inner}`;
  }
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
