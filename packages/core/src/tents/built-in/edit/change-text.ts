import { PageSpec } from '../page-spec.ts';

/** Fields that are addresses, kinds or numbers in letters, and not to be read. */
const NOT_TEXT = new Set([
  'kind',
  'id',
  'href',
  'url',
  'assetId',
  'icon',
  'website',
  'color',
  'look',
  'scheme',
  'motif',
  'format',
  'contentType',
  'fields',
]);

/** The page with every text in it changed; as it was where the result would be no page. */
export function withText(spec: PageSpec, change: (text: string) => string): PageSpec {
  const parsed = PageSpec.safeParse(changed(spec, change));
  return parsed.success ? parsed.data : spec;
}

function changed(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((member) => changed(member, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      NOT_TEXT.has(key) ? field : changed(field, change),
    ]),
  );
}
