import type { Look, Motif } from '../page-spec.ts';

/**
 * What a page on a subject looks and sounds like when nobody says otherwise. The words invite;
 * they state nothing about whoever the page is for.
 */
export type Topic = {
  words: RegExp;
  look: Look;
  motif: Motif;
  color: string;
  secondHue: number;
  thirdHue: number;
  /** Second sentences of a heading. */
  taglines: readonly [string, ...string[]];
  /** Over what is on offer. */
  offer: string;
};

export const TOPICS: readonly Topic[] = [
  {
    words: /\b(?:coffee|espresso|roast(?:er|ers|ery)|caf[eé]|barista|tea ?house|tea|matcha)\b/i,
    look: 'editorial',
    motif: 'cup',
    color: '#98481f',
    secondHue: 78,
    thirdHue: 150,
    taglines: ['Mornings, made better.', 'Pour, sip, stay a while.', 'Slow down for a good cup.'],
    offer: 'What is in the cup',
  },
  {
    words:
      /\b(?:restaurant|bistro|bakery|bread|pizza|food|chef|catering|kitchen|brunch|wine|winery|brewery|beer|bar|dinner|chocolate|ice cream|supper)\b/i,
    look: 'editorial',
    motif: 'table',
    color: '#a8322a',
    secondHue: 82,
    thirdHue: 140,
    taglines: ['Come hungry.', 'Pull up a chair.', 'There is a place set for you.'],
    offer: 'What is on the table',
  },
  {
    words:
      /\b(?:yoga|spa|wellness|meditation|mindful(?:ness)?|massage|retreat|therap(?:y|ist)|pilates|skincare|coach(?:ing)?)\b/i,
    look: 'soft',
    motif: 'leaf',
    color: '#47745c',
    secondHue: 65,
    thirdHue: 25,
    taglines: ['Room to breathe.', 'Take your time.', 'Come back to yourself.'],
    offer: 'What waits for you',
  },
  {
    words:
      /\b(?:garden(?:ing|er)?|plants?|flowers?|florist|eco|sustainab\w+|climate|forest|farm|organic|solar|recycl\w+|nature|botanical)\b/i,
    look: 'soft',
    motif: 'leaf',
    color: '#2c6e44',
    secondHue: 100,
    thirdHue: 45,
    taglines: ['Good things grow.', 'Kinder by design.', 'Let it grow.'],
    offer: 'What grows here',
  },
  {
    words:
      /\b(?:real estate|property|properties|apartments?|houses?|homes?|villa|hotel|hostel|interior|architect\w*|furniture|renovation|construction|builders?|cabin|lodge|realtor)\b/i,
    look: 'editorial',
    motif: 'home',
    color: '#7b4a33',
    secondHue: 85,
    thirdHue: 215,
    taglines: ['A place to come home to.', 'Step inside.', 'Make yourself at home.'],
    offer: 'What makes the place',
  },
  {
    words:
      /\b(?:conference|summit|festival|event|meet-?up|webinar|workshop|concert|party|hackathon|expo|exhibition|gala|wedding|symposium|convention|launch party)\b/i,
    look: 'bold',
    motif: 'stage',
    color: '#2b35c9',
    secondHue: 95,
    thirdHue: 25,
    taglines: ['See you there.', 'Save the date.', 'Be in the room.'],
    offer: 'What to look forward to',
  },
  {
    words:
      /\b(?:course|school|university|learn(?:ing)?|academy|bootcamp|class(?:es)?|tutor\w*|teach\w*|students?|training|e-?book|book|author|library|study)\b/i,
    look: 'soft',
    motif: 'book',
    color: '#2457a6',
    secondHue: 82,
    thirdHue: 25,
    taglines: ['Learn it for good.', 'Start curious.', 'One page at a time.'],
    offer: 'What you will find inside',
  },
  {
    words:
      /\b(?:travel|trips?|tours?|hik(?:e|ing)|mountains?|outdoors?|adventure|camping|ski(?:ing)?|surf(?:ing)?|sailing|island|trail|climb(?:ing)?|cycling|bikes?|bicycles?|kayak\w*)\b/i,
    look: 'editorial',
    motif: 'peak',
    color: '#17627a',
    secondHue: 65,
    thirdHue: 30,
    taglines: ['Somewhere worth going.', 'The view is better outside.', 'Go and see.'],
    offer: 'What lies ahead',
  },
  {
    words:
      /\b(?:clinic|doctors?|dentists?|dental|medical|hospital|health ?care|health|pharmacy|nurs(?:e|ing)|physio\w*|patients?|care home|vet(?:erinary)?|pets?|dogs?|cats?)\b/i,
    look: 'soft',
    motif: 'pulse',
    color: '#0d6e93',
    secondHue: 165,
    thirdHue: 25,
    taglines: ['In good hands.', 'Feel looked after.', 'Here when it matters.'],
    offer: 'How we care',
  },
  {
    words:
      /\b(?:fitness|gym|workout|sports?|running|marathon|crossfit|boxing|football|soccer|tennis|athletes?|personal trainer)\b/i,
    look: 'bold',
    motif: 'pulse',
    color: '#d23c12',
    secondHue: 95,
    thirdHue: 260,
    taglines: ['Stronger, one day at a time.', 'Show up. Move on.', 'Your turn to move.'],
    offer: 'What moves you',
  },
  {
    words:
      /\b(?:music|band|album|dj|podcast|radio|vinyl|record label|orchestra|choir|guitar|piano|singer|playlist)\b/i,
    look: 'bold',
    motif: 'sound',
    color: '#7a2aa8',
    secondHue: 45,
    thirdHue: 200,
    taglines: ['Turn it up.', 'Press play.', 'Listen closely.'],
    offer: 'What you will hear',
  },
  {
    words:
      /\b(?:bank(?:ing)?|financ\w+|invest\w*|insurance|accounting|accountants?|bookkeeping|tax(?:es)?|mortgage|wealth|crypto|payments?|law(?:yer|yers)?|legal|attorney|notary|consult\w+|advisory)\b/i,
    look: 'editorial',
    motif: 'coin',
    color: '#14573f',
    secondHue: 88,
    thirdHue: 45,
    taglines: ['Clear advice, plain words.', 'Make it add up.', 'Know where you stand.'],
    offer: 'What we take care of',
  },
  {
    words:
      /\b(?:saas|software|apps?|crm|platform|dashboard|analytics|api|cloud|ai|automation|developers?|tool(?:s|kit)?|startup|data|cyber\w*|security|integration|workflow|productivity|code|machine learning)\b/i,
    look: 'product',
    motif: 'screen',
    color: '#4a3ad6',
    secondHue: 200,
    thirdHue: 340,
    taglines: ['Less busywork, more done.', 'From plan to done.', 'Work that flows.'],
    offer: 'Everything in its place',
  },
  {
    words:
      /\b(?:photo(?:s|graph\w*)?|portfolio|design(?:er|ers)?|studio|agency|gallery|art(?:ist|ists|work)?|film|video|illustrat\w+|creative|ceramics?|craft\w*|jewel\w+|fashion|clothing|beauty|salon|perfume|boutique)\b/i,
    look: 'editorial',
    motif: 'shape',
    color: '#8c3152',
    secondHue: 62,
    thirdHue: 265,
    taglines: ['Worth a second look.', 'Made with an eye for it.', 'Look closer.'],
    offer: 'What we make',
  },
];

type Ground = Omit<Topic, 'words'>;

/** For subjects that no topic knows; which of them is up to the seed. */
export const OTHER_TOPICS: readonly [Ground, ...Ground[]] = [
  other('product', '#2f4bd8', { secondHue: 195, thirdHue: 30 }),
  other('editorial', '#1c6a63', { secondHue: 80, thirdHue: 25 }),
  other('soft', '#b04a5a', { secondHue: 75, thirdHue: 220 }),
  other('bold', '#c43a1d', { secondHue: 92, thirdHue: 250 }),
  other('editorial', '#5b3f8f', { secondHue: 70, thirdHue: 165 }),
];

function other(look: Look, color: string, hues: { secondHue: number; thirdHue: number }): Ground {
  return {
    look,
    motif: 'shape',
    color,
    ...hues,
    taglines: ['Have a look around.', 'Made for what comes next.', 'It starts here.'],
    offer: 'What it is about',
  };
}

/** The topic that comes up most; of several that come up as often, the one named first. */
export function topicOf(text: string): Topic | null {
  let best: { topic: Topic; hits: number; at: number } | null = null;
  for (const topic of TOPICS) {
    const matches = [...text.matchAll(new RegExp(topic.words.source, 'gi'))];
    const at = matches[0]?.index;
    if (at === undefined) continue;
    const hits = matches.length;
    if (!best || hits > best.hits || (hits === best.hits && at < best.at)) {
      best = { topic, hits, at };
    }
  }
  return best?.topic ?? null;
}
