const HEX_2 = 2;
const HEX_4 = 4;

/**
 * Text for inside a string of a script. Everything but digits is written as an escape, which is
 * the same text within quotes and a syntax error without: a value can never be a command.
 */
export function scriptText(text: string): string {
  return text.replaceAll(/\D/gs, (unit) => {
    const code = unit.charCodeAt(0);
    return code < 0x100 ? `\\x${hex(code, HEX_2)}` : `\\u${hex(code, HEX_4)}`;
  });
}

/** The same for data that only is read: JSON knows no `\x`. */
export function jsonText(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9 ]/gs, (unit) => `\\u${hex(unit.charCodeAt(0), HEX_4)}`);
}

/** Colours, lengths, single words; anything that could be more in a style is left out. */
export function cssText(text: string): string {
  return /^[#\w .,%-]{0,100}$/.test(text) ? text : '';
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
