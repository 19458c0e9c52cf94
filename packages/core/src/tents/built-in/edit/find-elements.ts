import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

export type Found = {
  name: string;
  id: string;
  classes: string;
  start: number;
  end: number;
  innerStart: number;
  innerEnd: number;
};

/** The elements that stand in the text with a beginning and an end, from the outside in. */
export function elementsOf(html: string): Found[] {
  const found: Found[] = [];
  const open: Node[] = [parse(html, { sourceCodeLocationInfo: true })];
  for (let node = open.pop(); node; node = open.pop()) {
    if ('childNodes' in node) open.push(...node.childNodes.toReversed());
    if (!('attrs' in node)) continue;
    const { startTag, endTag, startOffset = 0, endOffset = 0 } = node.sourceCodeLocation ?? {};
    if (!startTag || !endTag) continue;
    const attribute = (name: string) => node.attrs.find((one) => one.name === name)?.value ?? '';
    found.push({
      name: node.tagName,
      id: attribute('id'),
      classes: attribute('class'),
      start: startOffset,
      end: endOffset,
      innerStart: startTag.endOffset,
      innerEnd: endTag.startOffset,
    });
  }
  return found;
}
