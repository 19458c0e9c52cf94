import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { escapeHtml } from './built-in/html.ts';

type Element = DefaultTreeAdapterMap['element'];

const THOUGHTS = /^\s*<(think|thinking|reasoning)>[\s\S]*?<\/\1>/i;
const DOCUMENT_START = /<!doctype\s+html|<html[\s>]/i;

/**
 * The one HTML document in what a language model wrote: without the fences and the prose around
 * it, and with what every page needs (doctype, charset, viewport, title). Null when there is no
 * document in it, or none that ends.
 */
export function toWholePage(written: string, { title }: { title: string }): string | null {
  const text = written.replace(THOUGHTS, '');
  const start = DOCUMENT_START.exec(text)?.index;
  if (start === undefined) return null;
  const html = text.slice(start);
  const end = endOf(html);
  return end === null ? null : withEssentials(html.slice(0, end), title);
}

const ENDS_MAX = 20;

/** Where the page ends: "</html>" may also stand in a script or a comment, and ends nothing there. */
function endOf(html: string): number | null {
  const ends = Array.from(
    html.matchAll(/<\/html\s*>/gi),
    ({ 0: tag, index }) => index + tag.length,
  );
  const isEnd = (end: number) =>
    rootOf(html.slice(0, end))?.sourceCodeLocation?.endTag?.endOffset === end;
  return ends.slice(0, ENDS_MAX).find(isEnd) ?? null;
}

/** Whether a text begins a document at all, finished or not. */
export function beginsPage(written: string): boolean {
  return DOCUMENT_START.test(written.replace(THOUGHTS, ''));
}

function withEssentials(html: string, title: string): string {
  const document = /^<!doctype/i.test(html) ? html : `<!doctype html>\n${html}`;
  const root = rootOf(document);
  const head = root && childOf(root, 'head');
  const has = (test: (element: Element) => boolean) =>
    head?.childNodes.some((node) => 'attrs' in node && test(node)) ?? false;
  const isMeta = (element: Element, name: string, value?: string) =>
    element.tagName === 'meta' &&
    element.attrs.some(
      (one) => one.name === name && (value === undefined || one.value.toLowerCase() === value),
    );

  const missing = [
    has((element) => isMeta(element, 'charset')) ? '' : '<meta charset="utf-8">',
    has((element) => isMeta(element, 'name', 'viewport'))
      ? ''
      : '<meta name="viewport" content="width=device-width, initial-scale=1">',
    has((element) => element.tagName === 'title' && element.childNodes.length > 0)
      ? ''
      : `<title>${escapeHtml(title)}</title>`,
  ].join('');
  return `${inserted(document, root, missing)}\n`;
}

/** Right behind `<head>`, else in a head of its own right behind `<html>`. */
function inserted(document: string, root: Element | null, markup: string): string {
  if (markup === '') return document;
  const headStart = root && childOf(root, 'head')?.sourceCodeLocation?.startTag?.endOffset;
  if (headStart) return document.slice(0, headStart) + markup + document.slice(headStart);
  const rootStart = root?.sourceCodeLocation?.startTag?.endOffset;
  const head = `<head>${markup}</head>`;
  if (rootStart) return document.slice(0, rootStart) + head + document.slice(rootStart);
  return document.replace(/<!doctype[^>]*>/i, (doctype) => `${doctype}\n${head}`);
}

function rootOf(html: string): Element | null {
  const document = parse(html, { sourceCodeLocationInfo: true });
  return document.childNodes.find((node): node is Element => node.nodeName === 'html') ?? null;
}

function childOf(element: Element, name: string): Element | null {
  return element.childNodes.find((node): node is Element => node.nodeName === name) ?? null;
}
