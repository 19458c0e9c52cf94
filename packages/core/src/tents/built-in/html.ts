import { cleanText } from './clean-text.ts';

/** Markup that may stand in a page as it is. Only `html` and `trustedMarkup` make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = Html | string | number | false | null | undefined | HtmlValue[];

/**
 * Markup with values in it. A value that is not `Html` is text: it is escaped for text and for
 * quoted attributes alike. Lists are joined; null, undefined and false are nothing.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let markup = flat(strings[0]);
  values.forEach((value, index) => {
    markup += markupOf(value) + flat(strings[index + 1]);
  });
  return new Html(markup);
}

/** What was broken into lines to be read here is sent without the indentation. */
function flat(written = ''): string {
  return written
    .replaceAll(/\s*\n\s*(?=\/?>)/g, '')
    .replaceAll(/(<[a-z]\w*|")\s*\n\s*(?=[a-z])/g, '$1 ')
    .replaceAll(/\s*\n\s*/g, '\n');
}

/** For markup written by this program alone: styles, drawings, numbers. */
export function trustedMarkup(markup: string): Html {
  return new Html(markup);
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (Array.isArray(value)) return value.map(markupOf).join('');
  if (value === null || value === undefined || value === false) return '';
  return escapeHtml(String(value));
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in either kind of quotes. */
export function escapeHtml(text: string): string {
  return cleanText(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
