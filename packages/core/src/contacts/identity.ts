import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

const PHONE_CHARS = /^[+0-9\s().\-/‐‑–]+$/;
const DIGITS_MIN = 3;
/** E.164: at most 15 digits, the first of them not a zero. */
const E164 = /^[1-9]\d{2,14}$/;

/**
 * A phone as it is stored and compared: E.164 where a country code is given (`+` or a leading
 * `00`), else its digits. Null when it is not a phone number.
 */
export function normalisePhone(phone: string): string | null {
  const trimmed = phone.trim();
  if (!PHONE_CHARS.test(trimmed) || trimmed.lastIndexOf('+') > 0) return null;

  const international = trimmed.replace(/^00/, '+');
  if (!international.startsWith('+')) {
    const digits = digitsOf(trimmed);
    return digits.length >= DIGITS_MIN ? digits : null;
  }
  // Knows the trunk zeros that people write, as in +49 (0)30. A number it cannot place,
  // such as one of a range that is not assigned, is kept as long as it could be E.164.
  const parsed = parsePhoneNumberFromString(international);
  if (parsed?.isPossible()) return parsed.number;
  const digits = digitsOf(international);
  return E164.test(digits) ? `+${digits}` : null;
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}
