import type { SectionKind } from '../page-spec.ts';

/** A word that asks for a section. `surely`: wherever it stands; else only where a section is meant. */
export type SectionWord = { kind: SectionKind | 'frame'; words: string; isSure: boolean };

const FORM_KINDS =
  'lead|contact|apply|job|sign-?up|registration|booking|reservation|order|enquiry|inquiry|quote|rsvp|request|newsletter|wait-?list|subscription|subscribe|application|email|demo|feedback';

/** Longer wordings stand before the shorter ones that they contain. */
export const SECTION_WORDS: readonly SectionWord[] = [
  { kind: 'cta', words: 'calls?[- ]to[- ]action|cta', isSure: true },
  { kind: 'form', words: `(?:${FORM_KINDS})(?: capture)? form|lead capture`, isSure: true },
  { kind: 'form', words: 'wait-?list|waiting list|newsletter sign-?up|rsvp', isSure: true },
  { kind: 'form', words: 'form|sign-?up|newsletter|registration|booking|register', isSure: false },
  {
    kind: 'faq',
    words: 'faqs?|frequently asked questions|questions and answers|q ?& ?a',
    isSure: true,
  },
  { kind: 'faq', words: 'questions', isSure: false },
  {
    kind: 'steps',
    words: 'how it works|how to (?:start|join|order|apply)|getting started',
    isSure: true,
  },
  { kind: 'steps', words: '(?:three |four |five |3 |4 |5 )?steps|process|roadmap', isSure: false },
  { kind: 'testimonials', words: 'testimonials?|social proof', isSure: true },
  {
    kind: 'testimonials',
    words:
      '(?:customer |client )?(?:reviews|quotes|stories|voices|feedback)|what (?:people|customers|clients|guests) say',
    isSure: false,
  },
  { kind: 'features', words: 'key features|features|benefits|selling points|usps', isSure: true },
  {
    kind: 'features',
    words:
      "feature|advantages|highlights|services|offerings?|what we (?:do|offer)|why (?:us|choose us)|use cases|perks|menu|products|classes|courses|topics|amenities|ingredients|what you get|what you(?:’|'| wi)ll learn|modules|reasons|values|rooms|treatments|tours|activities",
    isSure: false,
  },
  { kind: 'pricing', words: 'pricing(?: table| plans)?|price (?:list|table)', isSure: true },
  {
    kind: 'pricing',
    words: 'prices|plans|packages|tiers|tickets|rates|fees|memberships?',
    isSure: false,
  },
  {
    kind: 'gallery',
    words: '(?:photo |image |picture )?gallery|photo grid|lookbook',
    isSure: true,
  },
  {
    kind: 'gallery',
    words: 'photos|pictures|images|showcase|portfolio|our work|projects',
    isSure: false,
  },
  {
    kind: 'schedule',
    words: 'agenda|timetable|itinerary|opening hours|class schedule',
    isSure: true,
  },
  {
    kind: 'schedule',
    words: 'schedule|programme?|line-?up|hours|timeline|calendar|dates',
    isSure: false,
  },
  { kind: 'stats', words: 'statistics|stats|key (?:figures|numbers)', isSure: true },
  { kind: 'stats', words: 'numbers|metrics|figures|facts|results', isSure: false },
  { kind: 'team', words: 'meet the team|our team|team members|speakers|instructors', isSure: true },
  {
    kind: 'team',
    words: 'team|founders|staff|teachers|coaches|people|hosts|artists|trainers|authors?',
    isSure: false,
  },
  { kind: 'story', words: 'about us|our story|our mission|who we are', isSure: true },
  {
    kind: 'story',
    words: 'about|story|mission|introduction|intro|overview|background|history|note|letter',
    isSure: false,
  },
  { kind: 'partners', words: 'trusted by|(?:partner|client|customer|sponsor) logos', isSure: true },
  { kind: 'partners', words: 'partners|sponsors|logos|clients|customers|press', isSure: false },
  {
    kind: 'contact',
    words: 'contact us|contact details|contact info(?:rmation)?|find us|directions',
    isSure: true,
  },
  { kind: 'contact', words: 'contact|contacts|location|address|map|venue|where', isSure: false },
  { kind: 'hero', words: 'hero(?: section| banner| image)?', isSure: true },
  { kind: 'hero', words: 'banner', isSure: false },
  { kind: 'frame', words: 'header|footer|navigation(?: bar)?|nav(?:bar)?|menu bar', isSure: false },
];

/** What a section is called above its heading, unless the prompt used a better word. */
export const SECTION_LABELS: Readonly<Record<SectionKind, string>> = {
  hero: 'Welcome',
  features: 'Features',
  steps: 'How it works',
  stats: 'In numbers',
  pricing: 'Pricing',
  testimonials: 'Voices',
  faq: 'Questions',
  team: 'Team',
  gallery: 'Gallery',
  schedule: 'Schedule',
  story: 'About',
  details: 'At a glance',
  table: 'Data',
  files: 'Downloads',
  partners: 'Partners',
  cta: 'Next step',
  form: 'Get in touch',
  contact: 'Contact',
};
