import type { Item, Motif } from '../page-spec.ts';

type Pair = readonly [title: string, text: string];

/**
 * For a page that is to have features and is not told which: what a visitor may do or ask. They
 * invite and ask; none of them says anything about whoever the page is for.
 */
const INVITATIONS: Readonly<Record<Motif, readonly [heading: string, Pair, Pair, Pair]>> = {
  cup: [
    'What is in the cup',
    [
      'However you brew',
      'Filter, espresso, or a slow pour on a Sunday: start with the way you like it.',
    ],
    [
      'Follow your nose',
      'Bright or deep, fruit or chocolate? Tell us what you enjoy, and we will talk about the rest.',
    ],
    [
      'Ask about the beans',
      'Where from, how fresh, which grind: bring your questions, the more the better.',
    ],
  ],
  table: [
    'Before you come',
    ['Bring your appetite', 'A quick bite or a long evening: come as you are.'],
    [
      'Something to celebrate?',
      'Tell us what the occasion is, and we will think about it with you.',
    ],
    ['Just ask', 'Allergies, favourites, a chair for the little one: let us know before you come.'],
  ],
  leaf: [
    'Find your way in',
    ['At your own pace', 'Begin where you are. There is nothing you have to know beforehand.'],
    ['A quiet hour', 'Put it in the calendar, and let the rest of the day wait outside.'],
    ['Talk to us first', 'Not sure what suits you? Write a line, and we will find out together.'],
  ],
  home: [
    'How to find your place',
    ['Come and look', 'Rooms say more than pages do. Find a time and see it with your own eyes.'],
    [
      'Tell us how you live',
      'What you need, and what you would rather not: it helps us to show the right thing.',
    ],
    ['Ask the plain questions', 'Light, noise, neighbours, costs: nothing is too small to ask.'],
  ],
  screen: [
    'How to find out',
    ['Start small', 'Pick the one thing that costs you the most time, and begin there.'],
    ['See it with your own work', 'Bring a real example: it tells you more than any tour.'],
    ['Bring the hard questions', 'Data, access, moving over: ask before you decide.'],
  ],
  stage: [
    'What to look forward to',
    ['Meet the others', 'Half of it happens between the sessions. Bring somebody along.'],
    [
      'Take something home',
      'A thought, a contact, a plan for Monday: you choose what you come for.',
    ],
    ['Questions before you come?', 'Getting there, access, food: write to us, and we will help.'],
  ],
  book: [
    'How to begin',
    ['Begin where you are', 'No need to be ready. Curiosity is enough for the first page.'],
    ['In your own time', 'A quiet evening or ten minutes on the train: you set the pace.'],
    ['Ask along the way', 'Stuck somewhere? Write to us, and we will look at it together.'],
  ],
  peak: [
    'What lies ahead',
    [
      'Pick your kind of day',
      'Steep or gentle, far or near: tell us what makes you happy outside.',
    ],
    ['Pack light', 'Ask us what to bring, and leave the rest at home.'],
    ['Come as you are', 'First time or hundredth: say how it is, and we will plan from there.'],
  ],
  pulse: [
    'How to begin',
    ['Say how you feel', 'Start with what matters to you. We listen first.'],
    ['One step at a time', 'Small and steady beats big and never. Begin with the next one.'],
    ['No question too small', 'Write before you come, and arrive with an easier mind.'],
  ],
  shape: [
    'Good places to start',
    ['Look closer', 'Take your time. The details are where it gets interesting.'],
    [
      'Tell us what you have in mind',
      'A clear plan or half a thought: both are good places to start.',
    ],
    [
      'Ask anything',
      'How it is done, how long it takes, what comes next: we like to talk about it.',
    ],
  ],
  sound: [
    'Ways to listen',
    ['Listen first', 'Put your headphones on, and give it three minutes.'],
    ['Come and hear it live', 'Some things are better in a room full of people.'],
    ['Say hello', 'Bookings, requests, a song you miss: drop us a line.'],
  ],
  coin: [
    'How to begin',
    ['Start with your question', 'Tell us where you stand and where you would like to be.'],
    ['In plain words', 'Ask until it is clear. That is what the conversation is for.'],
    ['Decide in peace', 'Take it home, sleep on it, come back when you are ready.'],
  ],
};

export function invitationsFor(motif: Motif): { heading: string; items: Item[] } {
  const [heading, ...pairs] = INVITATIONS[motif];
  return { heading, items: pairs.map(([title, text]) => ({ title, text })) };
}
