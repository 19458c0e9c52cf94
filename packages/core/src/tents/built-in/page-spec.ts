import { z } from 'zod';

/**
 * What a page says and how it looks, without any markup. A page made here carries its own, so
 * that an edit starts from it. It comes back from outside: nothing in it is trusted, all of it
 * is text to be escaped, and whatever does not fit the schema is no page of ours.
 */
const LINE_CHARS_MAX = 400;
const TEXT_CHARS_MAX = 16_000;
const LIST_MAX = 60;

const Line = z.string().max(LINE_CHARS_MAX);
const Text = z.string().max(TEXT_CHARS_MAX);
const Address = z.string().max(2000);
const Hex = z.string().regex(/^#[0-9a-f]{6}$/);
const listOf = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).max(LIST_MAX);

export const LOOKS = ['editorial', 'product', 'bold', 'soft'] as const;
export type Look = (typeof LOOKS)[number];

export const MOTIFS = [
  'cup',
  'table',
  'leaf',
  'home',
  'screen',
  'stage',
  'book',
  'peak',
  'pulse',
  'shape',
  'sound',
  'coin',
] as const;
export type Motif = (typeof MOTIFS)[number];

const Picture = z.strictObject({ assetId: Line.nullable(), url: Address, alt: Line });
export type Picture = z.infer<typeof Picture>;

const Action = z.strictObject({ label: Line, href: Address });
export type Action = z.infer<typeof Action>;

const Item = z.strictObject({ title: Line, text: Text });
export type Item = z.infer<typeof Item>;

const headed = { id: Line, label: Line, heading: Line, intro: Text };

const Hero = z.strictObject({
  kind: z.literal('hero'),
  id: Line,
  eyebrow: Line,
  heading: Line,
  /** Second sentence of the heading, set apart. */
  accent: Line,
  lead: Text,
  actions: z.array(Action).max(2),
  picture: Picture.nullable(),
});

const Features = z.strictObject({ kind: z.literal('features'), ...headed, items: listOf(Item) });
const Steps = z.strictObject({ kind: z.literal('steps'), ...headed, items: listOf(Item) });

const Stats = z.strictObject({
  kind: z.literal('stats'),
  ...headed,
  items: listOf(z.strictObject({ value: Line, label: Line })),
});

const Plan = z.strictObject({
  name: Line,
  price: Line,
  period: Line,
  text: Text,
  items: listOf(Line),
});
export type Plan = z.infer<typeof Plan>;

const Pricing = z.strictObject({
  kind: z.literal('pricing'),
  ...headed,
  plans: listOf(Plan),
  action: Action.nullable(),
});

const Quote = z.strictObject({ text: Text, by: Line, role: Line });
export type Quote = z.infer<typeof Quote>;

const Testimonials = z.strictObject({
  kind: z.literal('testimonials'),
  ...headed,
  quotes: listOf(Quote),
  /** Without quotes, whom to tell. */
  action: Action.nullable(),
});

const Faq = z.strictObject({ kind: z.literal('faq'), ...headed, items: listOf(Item) });

const Person = z.strictObject({ name: Line, role: Line });
export type Person = z.infer<typeof Person>;

const Team = z.strictObject({ kind: z.literal('team'), ...headed, people: listOf(Person) });

const Gallery = z.strictObject({
  kind: z.literal('gallery'),
  ...headed,
  /** Without pictures, drawings. */
  pictures: listOf(Picture),
});

const Entry = z.strictObject({ when: Line, title: Line, text: Text });
export type Entry = z.infer<typeof Entry>;

const Schedule = z.strictObject({ kind: z.literal('schedule'), ...headed, entries: listOf(Entry) });

const Story = z.strictObject({
  kind: z.literal('story'),
  ...headed,
  assetId: Line.nullable(),
  /** `markdown` or plain paragraphs, one a line. */
  format: z.enum(['markdown', 'plain']),
  text: Text,
});

const Details = z.strictObject({
  kind: z.literal('details'),
  ...headed,
  items: listOf(z.strictObject({ label: Line, values: listOf(Text) })),
});

const Table = z.strictObject({
  kind: z.literal('table'),
  ...headed,
  assetId: Line.nullable(),
  caption: Line,
  columns: listOf(Line),
  rows: z.array(listOf(Text)).max(LIST_MAX),
  /** Null: more than were counted. */
  rowsTotal: z.number().int().nonnegative().nullable(),
  url: Address.nullable(),
});

const FileLink = z.strictObject({
  assetId: Line.nullable(),
  filename: Line,
  contentType: Line,
  url: Address,
});
export type FileLink = z.infer<typeof FileLink>;

const Files = z.strictObject({ kind: z.literal('files'), ...headed, files: listOf(FileLink) });

const Partners = z.strictObject({ kind: z.literal('partners'), ...headed, names: listOf(Line) });

const CallToAction = z.strictObject({ kind: z.literal('cta'), ...headed, action: Action });

export const FORM_FIELDS = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'company',
  'message',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

const Form = z.strictObject({
  kind: z.literal('form'),
  ...headed,
  fields: z.array(z.enum(FORM_FIELDS)).max(FORM_FIELDS.length),
  button: Line,
});

const Contact = z.strictObject({
  kind: z.literal('contact'),
  ...headed,
  items: listOf(z.strictObject({ label: Line, text: Line, href: Address.nullable() })),
});

export const Section = z.discriminatedUnion('kind', [
  Hero,
  Features,
  Steps,
  Stats,
  Pricing,
  Testimonials,
  Faq,
  Team,
  Gallery,
  Schedule,
  Story,
  Details,
  Table,
  Files,
  Partners,
  CallToAction,
  Form,
  Contact,
]);
export type Section = z.infer<typeof Section>;
export type SectionKind = Section['kind'];
export type SectionOf<Kind extends SectionKind> = Extract<Section, { kind: Kind }>;

export const PageSpec = z.strictObject({
  version: z.literal(1),
  title: Line,
  description: Line,
  /** Whose page it is, as it stands beside the logo. */
  siteName: Line,
  /** What it is about, in the few words its sentences use. */
  subject: Line,
  look: z.enum(LOOKS),
  scheme: z.enum(['auto', 'light', 'dark']),
  color: Hex,
  secondHue: z.number(),
  thirdHue: z.number(),
  motif: z.enum(MOTIFS),
  seed: z.number().int().nonnegative(),
  logo: Picture.nullable(),
  icon: Address.nullable(),
  website: Address.nullable(),
  sections: z.array(Section).max(LIST_MAX),
});
export type PageSpec = z.infer<typeof PageSpec>;
