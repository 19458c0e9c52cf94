import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** A stretch of a template and how a browser will read what stands in it. */
export type Region = { start: number; end: number } & (
  | { kind: 'text'; element: string }
  | { kind: 'script'; type: string }
  | { kind: 'style' | 'comment' }
  | {
      kind: 'attribute';
      element: string;
      attributes: ReadonlyMap<string, string>;
      name: string;
      value: string;
    }
);

const NEVER_TEXT = new Set(['script', 'style']);

/**
 * Reads a template as a browser does, so that each placeholder is known by the place it has.
 * What is in no region (in the name of a tag, say, or in what browsers throw away) is nowhere.
 */
export function regionsOf(html: string): Region[] {
  const regions: Region[] = [];
  const open: Node[] = [parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: false })];
  // No recursion: a template may be nested deeper than a stack is.
  for (let node = open.pop(); node; node = open.pop()) {
    if ('attrs' in node) addElement(regions, node);
    if ('content' in node) open.push(node.content);
    if ('childNodes' in node) open.push(...node.childNodes);
    if (node.nodeName === '#comment') addSpan(regions, node, { kind: 'comment' });
    if (node.nodeName === '#text' && 'parentNode' in node) {
      const element = node.parentNode?.nodeName ?? '';
      if (!NEVER_TEXT.has(element)) addSpan(regions, node, { kind: 'text', element });
    }
  }
  return regions;
}

function addElement(regions: Region[], node: Element): void {
  const attributes = new Map(
    node.attrs.map(({ name, prefix, value }) => [prefix ? `${prefix}:${name}` : name, value]),
  );
  const { startTag, endTag, attrs, endOffset: wholeEnd } = node.sourceCodeLocation ?? {};
  for (const [name, { startOffset, endOffset }] of Object.entries(attrs ?? {})) {
    const value = attributes.get(name) ?? '';
    regions.push({
      kind: 'attribute',
      start: startOffset,
      end: endOffset,
      element: node.tagName.toLowerCase(),
      attributes,
      name,
      value,
    });
  }
  if (startTag && NEVER_TEXT.has(node.tagName.toLowerCase())) {
    const span = {
      start: startTag.endOffset,
      end: endTag?.startOffset ?? wholeEnd ?? startTag.endOffset,
    };
    if (node.tagName.toLowerCase() === 'style') regions.push({ kind: 'style', ...span });
    else regions.push({ kind: 'script', type: attributes.get('type') ?? '', ...span });
  }
}

function addSpan(
  regions: Region[],
  node: Node,
  what: { kind: 'comment' } | { kind: 'text'; element: string },
): void {
  const location = 'sourceCodeLocation' in node ? node.sourceCodeLocation : null;
  if (location) regions.push({ ...what, start: location.startOffset, end: location.endOffset });
}
