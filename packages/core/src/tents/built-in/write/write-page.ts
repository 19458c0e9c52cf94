import type { AssetReading } from '../assets/read-assets.ts';
import { pictureOf } from '../assets/read-assets.ts';
import type { Brand, GenerationInput } from '../../tent-generator.ts';
import { toLine } from '../clean-text.ts';
import { fromHex, toHex } from '../color/oklch.ts';
import type { Action, PageSpec, SectionKind } from '../page-spec.ts';
import { hashOf, type Random, randomFrom } from '../random.ts';
import { type Brief, type Purpose, readBrief } from '../read/read-brief.ts';
import { colorsIn, toHexColor } from '../read/read-color.ts';
import { type DataReading, readData } from '../read/read-data.ts';
import { capitalised } from '../read/sentences.ts';
import type { Material } from './material.ts';
import { shortNameOf, withoutEnd, withoutPageWords } from './names.ts';
import { outlineOf } from './outline.ts';
import { OTHER_TOPICS, type Topic, topicOf } from './topics.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import { websiteHref } from './write-meet.ts';
import { writeSections } from './write-sections.ts';

/** Turns what was asked for into what the page says and looks like. `text` is the filled prompt. */
export function writePage(input: GenerationInput, text: string, files: AssetReading): PageSpec {
  const { brand } = input;
  const material = materialOf(input, text, files);
  const { brief, subject, siteName, topic } = material;
  const sections = writeSections(material);
  const hero = sections.find((section) => section.kind === 'hero');
  return {
    version: 1,
    title: toLine(titleOf(subject, siteName), 68),
    description: toLine(hero?.lead ?? subject, 160),
    siteName,
    subject,
    look: brief.tone.look ?? topic.look,
    scheme: brief.tone.scheme ?? 'auto',
    ...colorsOf(material, brand),
    motif: topic.motif,
    seed: hashOf(`${subject}\n${siteName}`),
    logo: brand?.logo
      ? { ...pictureOf(brand.logo), alt: siteName }
      : files.logo && { ...files.logo, alt: siteName },
    icon: brand?.icon?.url ?? null,
    website: brand?.domain ? websiteHref(brand.domain) : null,
    sections,
  };
}

/** Reads everything once, for a new page as for sections added to one. */
export function materialOf(input: GenerationInput, text: string, files: AssetReading): Material {
  const brief = readBrief(text);
  const data = addressedTo(brief, readData(input.inputData));
  const { brand } = input;
  const names = namesFor(input, { brief, data });
  const { subject, siteName } = names;
  const random = randomFrom(hashOf(`${subject}\n${siteName}`));
  const requests = outlineOf(brief, data);
  return {
    brief,
    data,
    files,
    requests,
    topic: topicFor(
      [subject, brief.subject.descriptor ?? ''],
      [text, input.name, brand?.description ?? ''],
      random,
    ),
    random,
    ...names,
    brandText: toLine(brand?.description ?? '', 400),
    action: actionOf(requests, brief, data),
  };
}

/** Whom the prompt writes to counts where `input_data` names nobody. */
function addressedTo({ addressee }: Brief, data: DataReading): DataReading {
  if (!addressee || data.person || data.company) return data;
  const { person, company } = addressee;
  return { ...data, person, company, firstName: person.split(' ')[0] ?? '' };
}

type Names = Pick<Material, 'subject' | 'shortName' | 'inSentence' | 'siteName'>;

/** Names that people give a thing before they know what it will be. */
const NO_NAME = /^(?:my|our|the|an?|new|untitled|test|tent|demo|draft|page|site)$/i;

function namesFor(
  input: GenerationInput,
  { brief, data }: { brief: Brief; data: DataReading },
): Names {
  const label = toLine(brief.labels.name ?? '', 70);
  const company = toLine(input.brand?.companyName ?? brief.labels.company ?? '', 60);
  const given = withoutPageWords(toLine(input.name, 70));
  // A proposal without a sender is one all the same.
  const kind = company ? '' : (brief.addressee?.kind ?? '');
  const named = kind || nameOf(brief, data);
  const fallback = company || (NO_NAME.test(given) ? '' : given);
  const isNamed = label !== '' || named !== '' || fallback !== '';
  const subject = capitalised(label || named || fallback) || 'Welcome';
  const isProper = label === '' && named !== '' ? kind === '' && brief.subject.isProper : isNamed;
  const shortName = isProper ? shortNameOf(subject) : subject;
  const common = `the ${subject.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase())}`;
  return {
    subject,
    shortName,
    inSentence: isProper ? shortName : isNamed ? common : 'us',
    siteName: company || subject,
  };
}

/** What the prompt names; an event without when and where, which stand above its name. */
function nameOf({ subject, purpose, facts, place }: Brief, data: DataReading): string {
  const name = subject.name ?? '';
  if (purpose !== 'event' || data.person || data.company) return name;
  const [date = ''] = facts.dates;
  return [date, place ?? '', date].reduce(withoutEnd, name);
}

function topicFor(about: string[], around: string[], random: Random): Omit<Topic, 'words'> {
  return topicOf(about.join(' ')) ?? topicOf(around.join(' ')) ?? random.pick(OTHER_TOPICS);
}

function titleOf(subject: string, siteName: string): string {
  return subject === siteName ? subject : `${subject} · ${siteName}`;
}

type Colors = Pick<PageSpec, 'color' | 'secondHue' | 'thirdHue'>;

/** The colour that was asked for, else the brand's, else the subject's own with a shade of chance. */
function colorsOf({ brief, data, topic, random }: Material, brand: Brand | null): Colors {
  const [asked, second] = brief.tone.colors;
  const sent = toHexColor(data.color) ?? colorsIn(data.color)[0]?.hex;
  const own = asked ?? sent ?? toHexColor(brand?.primaryColor ?? '');
  if (own) return colorsFrom(own, { second: second ?? null, random });
  const base = fromHex(topic.color);
  const color = toHex({ ...base, h: base.h + random.int(-9, 9) });
  return { color, secondHue: topic.secondHue, thirdHue: topic.thirdHue };
}

/** Hues that go with a colour: the second one given, else one of three harmonies. */
export function colorsFrom(
  color: string,
  { second, random }: { second: string | null; random: Random },
): Colors {
  const { h } = fromHex(color);
  const [near, far] = random.pick([
    [50, 190],
    [-55, 165],
    [140, 220],
  ]);
  const turned = (degrees: number) => Math.round(h + degrees + 360) % 360;
  return {
    color,
    secondHue: second ? Math.round(fromHex(second).h) : turned(near ?? 50),
    thirdHue: turned(far ?? 190),
  };
}

const ACTION_LABELS: Readonly<Record<Purpose, string>> = {
  event: 'Save your seat',
  list: 'Keep me posted',
  launch: 'Be among the first',
  book: 'Find a time',
  sale: 'Get started',
  show: 'Get in touch',
};

/** The one thing a visitor should do: the form, else a way to write, else the prices. */
function actionOf(requests: SectionRequest[], brief: Brief, data: DataReading): Action | null {
  const has = (kind: SectionKind) => requests.some((request) => request.kind === kind);
  const given = toLine(data.button || brief.labels.button || '', 40);
  if (has('form')) return { label: given || ACTION_LABELS[brief.purpose], href: '#form' };
  const email = brief.labels.email ?? brief.facts.emails[0];
  if (email) return { label: given || 'Write to us', href: `mailto:${encodeURI(email)}` };
  return has('pricing') ? { label: given || 'See prices', href: '#pricing' } : null;
}
