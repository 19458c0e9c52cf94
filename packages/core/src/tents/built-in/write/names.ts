/** The proper name at the front: "Aurora" of "Aurora coffee roasters"; else the whole. */
export function shortNameOf(name: string): string {
  const proper =
    /^\p{Lu}[\p{L}\d'’&.-]*(?:\s+(?:\p{Lu}[\p{L}\d'’&.-]*|\d+|&|of|the|and)(?=\s|$))*/u.exec(
      name,
    )?.[0];
  const trimmed = proper?.replace(/(?:\s+(?:of|the|and|&))+$/u, '');
  const isWhole = !trimmed || trimmed.length < 3 || COMMON_FIRST.test(trimmed);
  return isWhole ? name : trimmed;
}

/** Words that open a name with a capital only because they stand first. */
const COMMON_FIRST =
  /^(?:The|A|An|My|Our|Your|New|Small|Big|Best|Free|Online|Local|Green|Good|Great|Yoga|Coffee|Summer|Winter|Spring|Autumn)$/;

/** "Lotus Flow launch page" as a name: without what it says of being a page. */
export function withoutPageWords(name: string): string {
  const bare = name
    .replace(
      /(?:[\s–—:-]+(?:landing|launch|sales|product|home|web|test|demo|draft|page|site|website|tent|v?\d+))+$/iu,
      '',
    )
    .trim();
  return bare || name;
}

const LEADS_OVER =
  /(?:[\s,–-]+(?:(?:on|in|at|from|this|the)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b))*[\s,–-]*$/iu;

/** "Summer party in Lisbon" without "Lisbon", and without the words that lead over to it. */
export function withoutEnd(name: string, end: string): string {
  if (end === '' || !name.endsWith(end)) return name;
  return name.slice(0, -end.length).replace(LEADS_OVER, '') || name;
}

/** "a CRM", "an app": with the article a sentence needs. */
export function withArticle(words: string): string {
  if (/^(?:an?|the|my|our|your|their|his|her|\d)\s/iu.test(words)) return words;
  return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`;
}
