/** What a text says of how to reach somebody, and when and where. All of it as it stands there. */
export type Facts = {
  emails: string[];
  phones: string[];
  websites: string[];
  dates: string[];
};

const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu;
const WEBSITE = /\bhttps?:\/\/[^\s<>"')\]]{3,300}|\bwww\.[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}/giu;
const PHONE = /(?<![\w$€£.,#-])(?:\+|00|\()\d[\d\s()./-]{6,18}\d(?!\w)/gu;
const DATE = new RegExp(
  String.raw`\b(?:\d{1,2}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{1,2}(?:st|nd|rd|th)?)?(?: of)? (?:${MONTH})\b\.?(?:,? \d{4})?|(?:${MONTH})\b\.? \d{1,2}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{1,2})?(?:,? \d{4})?|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?!\d)`,
  'giu',
);

export function readFacts(text: string): Facts {
  const find = (pattern: RegExp) => [
    ...new Set(Array.from(text.matchAll(pattern), ([found]) => found.trim())),
  ];
  return {
    emails: find(EMAIL).map((email) => email.replace(/\.+$/, '')),
    phones: find(PHONE),
    websites: find(WEBSITE).map((website) => website.replace(/[.,;:!?]+$/, '')),
    dates: find(DATE),
  };
}

/** "in Oslo", "at Kraftwerk Berlin": a place is known by its capital. */
export function placeIn(text: string): string | null {
  const match =
    /\b(?:in|at)\s+(?<place>(?:the\s+)?\p{Lu}[\p{L}'’-]+(?:(?:,?\s+|-)\p{Lu}[\p{L}'’-]+){0,3})/u.exec(
      text,
    );
  const place = match?.groups?.['place'];
  return place && !new RegExp(String.raw`^(?:${MONTH})$`, 'i').test(place) ? place : null;
}
