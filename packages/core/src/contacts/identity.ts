import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

const PHONE_CHARS = /^[+0-9\s().\-/‐‑–]+$/;
const DIGITS_MIN = 3;
/** At most 15 digits, the first of them not a zero. */
const E164 = /^\+[1-9]\d{2,14}$/;

/**
 * A phone as it is stored and compared: E.164 where a country code is given (`+` or a leading
 * `00`), else its digits. Null when it is not a phone number.
 */
export function normalisePhone(phone: string): string | null {
  if (!PHONE_CHARS.test(phone)) return null;
  const compact = phone.replaceAll(/[^+0-9]/g, '').replace(/^00/, '+');
  if (compact.lastIndexOf('+') > 0) return null;
  if (!compact.startsWith('+')) return compact.length >= DIGITS_MIN ? compact : null;

  // Knows the trunk zeros that people write, as in +49 (0)30. A number it cannot place,
  // such as one of a range that is not assigned, is kept as long as it could be E.164.
  const parsed = parsePhoneNumberFromString(compact);
  if (parsed?.isPossible()) return parsed.number;
  return E164.test(compact) ? compact : null;
}
