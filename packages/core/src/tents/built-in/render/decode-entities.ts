const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u{a0}'],
  ['copy', '©'],
  ['reg', '®'],
  ['trade', '™'],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['euro', '€'],
]);
const CODE_POINT_MAX = 0x10_ff_ff;

/** The characters that people write as references in Markdown; others stay as they were written. */
export function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(?<decimal>\d{1,7})|#x(?<hex>[\da-f]{1,6})|(?<name>[a-z]{2,8}));/gi,
    (written, ...rest) => {
      const { decimal, hex, name } = rest.at(-1) as Record<string, string | undefined>;
      if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? written;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= CODE_POINT_MAX ? String.fromCodePoint(code) : written;
    },
  );
}
