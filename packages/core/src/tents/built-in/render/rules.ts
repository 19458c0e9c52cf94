/** Styles as they are shipped: without the line ends and blanks that make them readable here. */
export function rules(strings: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw(strings, ...values)
    .replaceAll(/\s*\n\s*/g, '')
    .replaceAll(/\s*([{};,>])\s*/g, '$1')
    .replaceAll(/:\s+/g, ':')
    .replaceAll(';}', '}');
}
