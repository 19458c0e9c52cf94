import { unquoted } from './sentences.ts';

/** What a prompt says outright: "Headline: Fresh every day". */
export type Labels = Partial<Record<LabelName, string>>;
export type LabelName =
  | 'headline'
  | 'lead'
  | 'button'
  | 'name'
  | 'company'
  | 'audience'
  | 'date'
  | 'place'
  | 'email'
  | 'phone'
  | 'address'
  | 'website'
  | 'style';

const WORDS: readonly [LabelName, string][] = [
  [
    'lead',
    'sub-?head(?:line|ing)?|sub-?title|tag ?line|slogan|lead|strapline|description|summary|pitch',
  ],
  ['headline', 'head ?line|(?:main |page |hero )?(?:title|heading)|h1'],
  ['button', '(?:cta|button|call to action)(?: button)?(?: text| label| copy)?'],
  ['company', 'company(?: name)?|brand(?: name)?|business(?: name)?|organi[sz]ation'],
  ['name', '(?:product |event |project )?name|product|event|subject|topic'],
  ['audience', '(?:target )?audience|target group'],
  ['date', 'dates?|when'],
  ['place', 'place|venue|where|location|city'],
  ['email', 'e-?mail(?: address)?'],
  ['phone', '(?:tele)?phone(?: number)?|tel|mobile'],
  ['address', '(?:postal |street )?address'],
  ['website', 'website|web ?site|url|domain'],
  [
    'style',
    '(?:tone(?: of voice)?|style|mood|look(?: and feel)?|colou?rs?|palette|theme|design|font|layout)',
  ],
];

const LABEL = String.raw`(?<![\p{L}\d])(?:${WORDS.map(([, words]) => `(${words})`).join('|')})`;
const ON_A_LINE = new RegExp(
  String.raw`(?<=^|\n|[.;!?]\s)[ \t\-*•#>]*(?:the )?${LABEL}\**\s*(?::|=|\s[–—]\s|\s(?:is|should (?:be|read|say))\s*:?)\**[ \t]*(?<value>"[^"\n]+"|[^\n]+?)(?=\n|$|\.\s|;)\.?`,
  'giu',
);
const QUOTED = new RegExp(
  String.raw`${LABEL}\b\s*(?:text |copy |line )?(?:is|reads?|says?|saying|that (?:says|reads)|:|=|should (?:be|say|read)|to)?\s*:?\s*"(?<value>[^"\n]{1,300})"`,
  'giu',
);

/** Reads what is labelled, and answers with the text without it. The first of a name counts. */
export function readLabels(text: string): { labels: Labels; rest: string } {
  const labels: Labels = {};
  const take = (...args: unknown[]) => {
    const groups = args.at(-1) as Record<string, string | undefined>;
    const index = args.slice(1, 1 + WORDS.length).findIndex((value) => value !== undefined);
    const name = WORDS[index]?.[0];
    if (name) labels[name] ??= unquoted(groups['value'] ?? '');
    return ' ';
  };
  const rest = text.replaceAll(QUOTED, take).replaceAll(ON_A_LINE, take);
  return { labels, rest };
}
