import { toLine } from '../clean-text.ts';
import type { Action, Picture, SectionOf } from '../page-spec.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import { asHeading, asSentence, quotedIn, sentencesOf } from '../read/sentences.ts';
import type { Material } from './material.ts';
import { withArticle } from './names.ts';

const HEADING_CHARS_MAX = 140;
const LEAD_CHARS_MAX = 420;
/** Beyond this, a second sentence waits for its own section. */
const LEAD_CHARS_WISHED = 190;
const PROMISE_WORDS_MAX = 7;

export function writeHero(
  material: Material,
  request: SectionRequest | null,
  { picture, second }: { picture: Picture | null; second: Action | null },
): SectionOf<'hero'> {
  const { heading, accent } = headingOf(material, request);
  return {
    kind: 'hero',
    id: 'top',
    eyebrow: toLine(eyebrowOf(material), 100),
    heading: toLine(heading, HEADING_CHARS_MAX),
    accent: toLine(accent, HEADING_CHARS_MAX),
    lead: toLine(leadOf(material, request), LEAD_CHARS_MAX),
    actions: [material.action, second].filter((action) => action !== null),
    picture,
  };
}

function headingOf(
  material: Material,
  request: SectionRequest | null,
): { heading: string; accent: string } {
  const { brief, data, shortName, inSentence, subject, topic, random } = material;
  const isProper = inSentence === shortName;
  const tagline = random.pick(topic.taglines);
  const given = data.headline || brief.labels.headline || headlineIn(request?.content ?? '');
  if (given) return { heading: asHeading(given), accent: '' };

  const promise = promiseIn(brief.subject.descriptor ?? '');
  if (data.firstName) {
    const heading = isProper
      ? `${data.firstName}, meet ${shortName}.`
      : `${data.firstName}, this is for you.`;
    return { heading, accent: promise || tagline };
  }
  if (data.company)
    return { heading: `${shortName} for ${data.company}.`, accent: promise || tagline };
  if (brief.purpose === 'event') return { heading: subject, accent: tagline };
  if (promise) return { heading: promise, accent: '' };
  if (inSentence === 'us') return { heading: 'Welcome.', accent: tagline };
  const isIntroduced = isProper && shortName.length <= 28 && !/^\d/.test(shortName);
  return { heading: isIntroduced ? `Meet ${shortName}.` : subject, accent: tagline };
}

/** What a hero is told to say; words about how it should look are not that. */
function headlineIn(content: string): string {
  const quoted = quotedIn(content)[0];
  if (quoted) return quoted;
  const isAboutLooks =
    /\b(?:images?|pictures?|photos?|buttons?|headline|background|video|cta|gradient|big|large|full|form|section|copy|text|illustration)\b/i;
  const first = sentencesOf(content)[0] ?? '';
  return isAboutLooks.test(content) || first.split(/\s+/).length < 2 ? '' : first;
}

const HELPED = String.raw`you|people|everyone|anyone|(?:[\w-]+ ){0,3}?(?:teams|people|companies|businesses|developers|designers|owners|users|customers|families|students|parents|teachers|founders|startups|agencies|creators|freelancers|marketers|kids|children|beginners|professionals|organi[sz]ations|guests|clients|members|shops|stores|restaurants|managers|engineers|writers|artists|athletes|patients|doctors|nurses|dispatchers|drivers|sellers|buyers|workers|employees|builders|farmers|nonprofits|brands|schools)`;
const HELPS = new RegExp(
  String.raw`\b(?:help(?:s|ing)?|lets?|letting|allow(?:s|ing)?|enabl(?:es|ing)) (?<whom>${HELPED}) (?:to )?(?<promise>.+)$`,
  'iu',
);

/** "a CRM that helps small teams close more deals" promises: "Close more deals." */
function promiseIn(descriptor: string): string {
  const promise = HELPS.exec(descriptor)?.groups?.['promise']?.replace(/[,;].*$/u, '') ?? '';
  const words = promise.split(/\s+/).length;
  return promise && words >= 2 && words <= PROMISE_WORDS_MAX ? asSentence(promise) : '';
}

function helpedIn(descriptor: string): string | null {
  const whom = HELPS.exec(descriptor)?.groups?.['whom'] ?? '';
  return whom.includes(' ') ? whom : null;
}

function eyebrowOf({ brief, data, subject, shortName, inSentence, siteName }: Material): string {
  const addressee = [data.person, data.company].filter(Boolean);
  if (addressee.length > 0) return `Prepared for ${addressee.join(' at ')}`;
  const { date = brief.facts.dates[0] } = brief.labels;
  if (brief.purpose === 'event' && (date || brief.place)) {
    return [date, brief.place].filter(Boolean).join(' · ');
  }
  if (brief.purpose === 'launch' || brief.purpose === 'list')
    return inSentence === 'us'
      ? ''
      : `Introducing ${inSentence === shortName ? subject : inSentence}`;
  const audience =
    brief.labels.audience ?? brief.subject.audience ?? helpedIn(brief.subject.descriptor ?? '');
  if (audience) return `For ${audience}`;
  return siteName === subject ? '' : siteName;
}

function leadOf(material: Material, request: SectionRequest | null): string {
  const { brief, data, brandText } = material;
  const given = data.lead || brief.labels.lead;
  if (given) return asSentence(given);
  const [, ...more] = headlineIn(request?.content ?? '') ? sentencesOf(request?.content ?? '') : [];
  if (more.length > 0) return more.map(asSentence).join(' ');
  const sentence = subjectSentence(material);
  const [first = ''] = brief.prose;
  const both = [sentence, first].filter(Boolean).join(' ');
  if (both) return both.length <= LEAD_CHARS_WISHED ? both : sentence || first;
  return brandText ? asSentence(brandText) : invitation(material);
}

/** "Orbit is a CRM that helps small teams close more deals." '' when the prompt does not say. */
export function subjectSentence({ brief, shortName: name, inSentence }: Material): string {
  const { descriptor } = brief.subject;
  if (!descriptor) return '';
  const shortName = inSentence === name ? name : inSentence === 'us' ? 'this' : inSentence;
  const relative = /^(?:that|which|who)\s+(?<rest>.+)$/iu.exec(descriptor)?.groups?.['rest'];
  if (relative) return asSentence(`${shortName} ${relative}`);
  if (
    /^(?:where|helping|offering|selling|making|providing|serving|based|the)\s/iu.test(descriptor)
  ) {
    return asSentence(`${shortName}, ${descriptor}`);
  }
  const isPlural =
    /^(?!(?:an?|our|my|the)\s)(?:[\w-]+\s)*?\w+[^s\s]s(?:\s+(?:in|from|of|at|for|that|who)\s|$)/iu.test(
      descriptor,
    );
  return asSentence(
    isPlural ? `${shortName}: ${descriptor}` : `${shortName} is ${withArticle(descriptor)}`,
  );
}

function invitation({ brief, action, inSentence }: Material): string {
  const { audience } = brief.subject;
  const look = audience
    ? `Made for ${audience}. Have a look around.`
    : `Everything you want to know${inSentence === 'us' ? '' : ` about ${inSentence}`}, in one place.`;
  if (!action) return look;
  if (brief.purpose === 'event')
    return `Everything you need to know before you come. Save your place while you are here.`;
  if (brief.purpose === 'launch' || brief.purpose === 'list') {
    return `${audience ? `Made for ${audience}. ` : ''}Have a look around, leave your details, and be among the first to hear from us.`;
  }
  return `${look} Questions are welcome.`;
}
