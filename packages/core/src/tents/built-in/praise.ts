import type { IconName } from './render/icons.ts';

/**
 * Words that people list as features, the picture that goes with each, and a line for those who
 * wrote nothing more. A line says what the word says already, and no more.
 */
type Praise = { words: RegExp; icon: IconName; line: string };

const PRAISE: readonly Praise[] = [
  {
    words: /\b(?:fast|quick|speed|instant|rapid|same-day)/i,
    icon: 'bolt',
    line: 'No waiting around.',
  },
  {
    words: /\b(?:secur|safe|protect|encrypt|reliab|trust)/i,
    icon: 'shield',
    line: 'Something to rely on, every day.',
  },
  { words: /\b(?:priva|confidential|gdpr)/i, icon: 'lock', line: 'What is yours stays yours.' },
  {
    words: /\b(?:cheap|afford|fair price|low price|value|discount|saving|free)\b/i,
    icon: 'tag',
    line: 'Good value, plainly said.',
  },
  {
    words: /\b(?:pric|pay|cost|invoice|budget|money|revenue)/i,
    icon: 'coin',
    line: 'So that you know what to expect.',
  },
  {
    words: /\b(?:eas|simpl|effortless|intuitive|no code|light)/i,
    icon: 'feather',
    line: 'You will find your way at once.',
  },
  {
    words: /\b(?:team|collab|communit|together|people|famil|customer|member)/i,
    icon: 'people',
    line: 'Better when everyone is in.',
  },
  {
    words: /\b(?:support|help|chat|advice|service|consult|answer)/i,
    icon: 'chat',
    line: 'Somebody listens when you have a question.',
  },
  {
    words: /\b(?:analy|report|insight|dashboard|data|track|metric|forecast)/i,
    icon: 'chart',
    line: 'See what is going on.',
  },
  {
    words: /\b(?:global|world|international|language|web|online)/i,
    icon: 'globe',
    line: 'Wherever you happen to be.',
  },
  {
    words: /\b(?:time|24\/7|hours|schedul|punctual|on time)/i,
    icon: 'clock',
    line: 'When it suits you.',
  },
  {
    words: /\b(?:organic|sustain|eco|green|natur|vegan|plant|renewable|carbon|recycl|compost)/i,
    icon: 'leaf',
    line: 'Kinder to what is around us.',
  },
  {
    words: /\b(?:ship|deliver|logistic|transport|moving)/i,
    icon: 'truck',
    line: 'From our door to yours.',
  },
  {
    words: /\b(?:mobile|phone|ios|android|app\b|apps\b)/i,
    icon: 'phone',
    line: 'In your pocket when you need it.',
  },
  {
    words: /\b(?:integrat|plug|connect|api|compatib|sync)/i,
    icon: 'puzzle',
    line: 'Fits in with what you already use.',
  },
  {
    words: /\b(?:automat|repeat|workflow|subscription|renew|refill)/i,
    icon: 'loop',
    line: 'Set it up once and let it run.',
  },
  {
    words: /\b(?:cloud|host|backup|storage)/i,
    icon: 'cloud',
    line: 'There from any of your devices.',
  },
  {
    words: /\b(?:design|beaut|custom|style|colou?r|theme|brand|handmade|craft|personal)/i,
    icon: 'palette',
    line: 'Made to look and feel right.',
  },
  {
    words: /\b(?:ai|smart|magic|intelligen|innovati|new|fresh)\b/i,
    icon: 'spark',
    line: 'A fresh way to go about it.',
  },
  {
    words: /\b(?:calendar|book|reserv|appointment|date|event|session)/i,
    icon: 'calendar',
    line: 'Find a time, and it is yours.',
  },
  {
    words: /\b(?:love|care|health|wellness|gentle|friendly|kind|warm|comfort)/i,
    icon: 'heart',
    line: 'With attention to what matters.',
  },
  {
    words: /\b(?:coffee|espresso|tea|drink|brew|roast|beans?|cup)/i,
    icon: 'cup',
    line: 'For the moment you look forward to.',
  },
  {
    words: /\b(?:food|menu|meal|lunch|dinner|breakfast|kitchen|bread|cake|dish)/i,
    icon: 'plate',
    line: 'Best enjoyed without hurry.',
  },
  {
    words: /\b(?:code|develop|open source|sdk|git|technical)/i,
    icon: 'code',
    line: 'For those who like to look inside.',
  },
  {
    words: /\b(?:learn|course|lesson|guide|tutorial|training|class|study|read|knowledge)/i,
    icon: 'book',
    line: 'Take it in at your own pace.',
  },
  {
    words: /\b(?:music|sound|audio|song|concert|listen)/i,
    icon: 'music',
    line: 'For everybody with open ears.',
  },
  {
    words: /\b(?:photo|video|camera|film|picture|portrait)/i,
    icon: 'camera',
    line: 'To look at more than once.',
  },
  {
    words: /\b(?:local|location|near|place|parking|central|city|map|garden|view)/i,
    icon: 'pin',
    line: 'Right where you want it.',
  },
  {
    words: /\b(?:mail|newsletter|inbox|message|notification|alert)/i,
    icon: 'mail',
    line: 'You hear about it when it counts.',
  },
  {
    words: /\b(?:home|house|room|kitchen|bed|bath|apartment|office)/i,
    icon: 'house',
    line: 'Space to feel at home in.',
  },
  {
    words: /\b(?:launch|start|grow|boost|scale|perform|power)/i,
    icon: 'rocket',
    line: 'Off to a good start.',
  },
  {
    words: /\b(?:all-in-one|everything|complete|full|modular|flexib|scalab|options?|choice)/i,
    icon: 'layers',
    line: 'All the parts, in one place.',
  },
  {
    words: /\b(?:transparen|visib|clear|open|overview|preview)/i,
    icon: 'eye',
    line: 'Nothing hidden, nothing to guess.',
  },
  {
    words: /\b(?:quality|premium|best|award|expert|professional|certif|guarantee|tested|proven)/i,
    icon: 'check',
    line: 'Done properly, down to the details.',
  },
  {
    words: /\b(?:entry|access|welcome|tour|visit|inclusive|see for yourself)/i,
    icon: 'door',
    line: 'Come in and see.',
  },
];

const PLAIN_ICONS: readonly [IconName, ...IconName[]] = [
  'spark',
  'check',
  'layers',
  'star',
  'heart',
  'eye',
];

export function praiseFor(title: string): Praise | null {
  return PRAISE.find(({ words }) => words.test(title)) ?? null;
}

/** An icon for each title, none of them twice as long as there are enough. */
export function iconsFor(titles: readonly string[]): IconName[] {
  const used = new Set<IconName>();
  return titles.map((title) => {
    const fitting = praiseFor(title)?.icon;
    const name =
      fitting && !used.has(fitting)
        ? fitting
        : (PLAIN_ICONS.find((plain) => !used.has(plain)) ?? fitting ?? PLAIN_ICONS[0]);
    used.add(name);
    return name;
  });
}
