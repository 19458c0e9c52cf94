/** To whom a page is written; empty where the prompt does not say. */
export type Addressee = {
  person: string;
  company: string;
  /** What they get: "Proposal". */
  kind: string;
  /** The prompt's own words for all of that. */
  words: string;
};

const NAME_PART = String.raw`\p{Lu}[\p{L}'’-]+`;
const PERSON = String.raw`${NAME_PART}(?:\s+(?:\p{Lu}\.|van|von|de|der|da|di|del|la|bin|al|${NAME_PART})){0,3}?\s+${NAME_PART}`;
const COMPANY = String.raw`[\p{Lu}\d][\p{L}\d'’&.-]*(?:\s+(?:&|and|of|[\p{Lu}\d][\p{L}\d'’&-]*))*?`;
const KIND = String.raw`(?<kind>proposal|pitch|quotation|quote|business case)(?:\s+(?:page|site|website))?`;
const END = String.raw`(?=\s*(?:[,:;!?\n\ue000]|\.(?:\s|$)|$)|\s+(?:with|about|that|which|to|on|in|and\s+(?:the|h(?:is|er)|their))\s)`;
const TO_PERSON = new RegExp(
  String.raw`\b${KIND}\s+(?:for|to)\s+(?<person>${PERSON})\s+(?:at|from|of)\s+(?<company>${COMPANY})${END}`,
  'u',
);
const TO_COMPANY = new RegExp(
  String.raw`\b${KIND}\s+(?:for|to)\s+(?<company>${COMPANY})${END}`,
  'u',
);

/**
 * "A proposal for Grace Hopper at Compile & Co": whom a proposal is for is who reads it, not what
 * it is about. Whether a name that stands alone is a person's cannot be told: it is a company's,
 * since nobody is then called by half of their name.
 */
export function readAddressee(text: string): Addressee | null {
  const found = TO_PERSON.exec(text) ?? TO_COMPANY.exec(text);
  if (!found) return null;
  const { kind = '', person = '', company = '' } = found.groups ?? {};
  return { person, company, kind, words: found[0] };
}
