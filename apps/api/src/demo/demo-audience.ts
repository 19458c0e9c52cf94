import { importContacts, newId } from '@tented/core';
import type { System } from '../open-system.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How far back views reach, and how many a page has in a day at most. */
const VIEW_DAYS = 28;
const VIEWS_PER_DAY_MAX = 14;

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
];
const REFERRERS = [
  undefined,
  'https://www.linkedin.com/feed/',
  undefined,
  'https://duckduckgo.com/',
  'https://news.example.org/harbour',
  undefined,
  'https://www.linkedin.com/feed/',
];
const COUNTRIES = ['SE', 'DE', 'SE', 'NL', undefined, 'SE', 'DK', 'DE', 'SE'];

/** The same item for the same number, whatever order the numbers come in. */
const pick = <T>(items: readonly T[], number: number): T => items[number % items.length]!;

/** Four weeks of readers of the pages that are live, more on working days, and ever more. */
export async function addViews(
  { services }: System,
  { workspaceId, now }: { workspaceId: string; now: Date },
): Promise<void> {
  const tents = await services.db.tent.findMany({
    where: { workspaceId, publishedId: { not: null } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  let count = 0;
  for (const [tentIndex, tent] of tents.entries()) {
    for (let daysAgo = VIEW_DAYS - 1; daysAgo >= 0; daysAgo -= 1) {
      const at = new Date(now.getTime() - daysAgo * DAY_MS);
      const isWeekend = at.getUTCDay() % 6 === 0;
      const growth = 1 - daysAgo / (VIEW_DAYS * 1.4);
      const shape = (isWeekend ? 0.35 : 0.8 + (at.getUTCDate() % 3) / 15) / (tentIndex + 1);
      const views = Math.round(VIEWS_PER_DAY_MAX * growth * shape);
      for (let index = 0; index < views; index += 1) {
        count += 1;
        services.views.record({
          workspaceId,
          tentId: tent.id,
          id: newId(at),
          at,
          // Every fourth reader has been there before on that day.
          address: `198.51.100.${index - (index % 4 === 3 ? 1 : 0)}`,
          userAgent: pick(AGENTS, index % 4 === 3 ? count - 1 : count),
          referrer: pick(REFERRERS, count),
          countryCode: pick(COUNTRIES, count),
        });
      }
    }
  }
  await services.views.flush();
}

const PEOPLE = [
  ['Nora', 'Lind', 'Lind & Co', 'customer'],
  ['Elias', 'Voss', 'Voss Shipping', 'lead'],
  ['Amara', 'Okafor', 'Okafor Design', 'customer'],
  ['Jonas', 'Brandt', 'Kaiwerk', 'lead'],
  ['Sofia', 'Marques', 'Porto Labs', 'customer'],
  ['Henrik', 'Aas', 'Fjord Energy', 'lead'],
  ['Yuki', 'Tanaka', 'Tanaka Foods', 'lead'],
  ['Clara', 'Weiss', 'Weiss Architects', 'customer'],
] as const;

/** A few people, as a file of theirs would have brought them. */
export async function addPeople(
  { services }: System,
  { workspaceId }: { workspaceId: string },
): Promise<void> {
  const results = await importContacts(services, {
    workspaceId,
    rows: PEOPLE.map(([first_name, last_name, company, lifecycle_stage]) => ({
      first_name,
      last_name,
      company,
      lifecycle_stage,
      email: `${first_name}.${last_name}@example.com`.toLowerCase(),
    })),
    onConflict: 'skip',
  });
  const refused = results.find(({ outcome }) => outcome !== 'created');
  if (refused) throw new Error(`A person of the demo was not taken: ${JSON.stringify(refused)}`);
}
