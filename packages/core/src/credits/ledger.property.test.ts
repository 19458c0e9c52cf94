import { inTransaction, type SqlTx } from '@tented/db';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { createUsageWriter, type UsageWriter } from '../usage/usage-writer.ts';
import { changePlan } from '../workspaces/workspaces.ts';
import { charge, chargeEach } from './charge.ts';
import {
  arrivalOf,
  type LedgerState,
  openLedger,
  type Step,
  take,
  type Told,
} from './ledger-model.ts';
import { refund } from './refund.ts';
import { verifyCredits } from './verify.ts';

let world: TestWorld;
let usage: UsageWriter;

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Two months before a year's end, in front of a leap day. */
const START = new Date('2027-10-31T23:00:00Z');
/** However slow the machine; what fast-check has tried by then is what is tried. */
const TIME_LIMIT_MS = 4_000;
const LIMITS = { numRuns: 80, interruptAfterTimeLimit: TIME_LIMIT_MS };

/** `chargeIds`: in the order of the model's charges. */
type Ledger = { tenant: TestTenant; chargeIds: string[] };

async function openLedgers(): Promise<{ ledger: Ledger; model: LedgerState }> {
  const tenant = await makeTenant(world, { plan: 'pro', at: new Date('2027-01-01T00:00:00Z') });
  return { ledger: { tenant, chargeIds: [] }, model: openLedger('pro', START) };
}

/** Does a step on the database; answers with what its caller is told, and the charges it made. */
async function perform(
  { tenant, chargeIds }: Ledger,
  step: Step,
  now: Date,
): Promise<{ told: Told; made: string[] }> {
  const { workspaceId, userId } = tenant;
  const caller = tenant.caller(arrivalOf(step, now));
  switch (step.kind) {
    case 'charge': {
      const id = newId();
      const price = { action: 'test', credits: step.credits, entryId: id };
      return spend(caller, async (tx) => {
        const { remaining } = await charge(tx, caller, price);
        return { made: [id], charged: step.credits, remaining };
      });
    }
    case 'charge each': {
      const ids = Array.from({ length: step.items }, () => newId());
      return spend(caller, async (tx) => {
        const each = await chargeEach(tx, caller, { action: 'test', entryIds: ids });
        const { granted, remaining } = each;
        return { made: ids.slice(0, granted), charged: granted, remaining };
      });
    }
    case 'refund': {
      const chargeId = chargeIds[step.of % Math.max(1, chargeIds.length)] ?? newId();
      const isGiven = await inTransaction(world.pool, (tx) =>
        refund(tx, { workspaceId, chargeId, at: now }),
      );
      return { told: isGiven ? 'refunded' : 'not refunded', made: [] };
    }
    case 'change plan': {
      const { plan, isForced } = step;
      const actor = { userId, at: now };
      const told = await changePlan(world.db, actor, { workspaceId, plan, isForced });
      return { told, made: [] };
    }
    case 'turn the month':
      return { told: 'turned', made: [] };
  }
}

type Spent = { made: string[]; charged: number; remaining: number };

/** With the row of its request, as every charge has one. */
async function spend(caller: Caller, work: (tx: SqlTx) => Promise<Spent>) {
  try {
    const { made, ...told } = await inTransaction(world.pool, work);
    const row = usageRowOf(caller, { creditsCharged: told.charged });
    await usage.append(row, { needsKey: false });
    return { told, made };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'insufficient_credits') throw error;
    return { told: 'refused' as const, made: [] };
  }
}

/** What the books of a workspace say, in the model's terms. */
async function readPeriods({ tenant: { workspaceId } }: Ledger) {
  const periods = await world.db.creditPeriod.findMany({ where: { workspaceId } });
  return new Map(
    periods
      .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
      .map(({ startsAt, allowance, used, refunded }) => [
        startsAt.getTime(),
        { allowance, used, refunded },
      ]),
  );
}

const inOrder = ({ periods }: LedgerState) => new Map([...periods].toSorted(([a], [b]) => a - b));

const isLate = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: charges() },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('charge each' as const),
      items: fc.integer({ min: 1, max: 25 }),
      isLate,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('refund' as const), of: fc.nat({ max: 30 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change plan' as const),
      plan: fc.constantFrom('free', 'pro', 'max'),
      isForced: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('turn the month' as const) }) },
);

/** Mostly small; now and then about as much as a whole month of Pro. */
function charges() {
  return fc.record({
    kind: fc.constant('charge' as const),
    credits: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 60, max: 101 })),
    isLate,
  });
}

test('whatever happens one after the other, the ledger tells and holds what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { ledger, ...opened } = await openLedgers();
      let { model } = opened;
      for (const next of steps) {
        const { told, after } = take(model, next);
        const done = await perform(ledger, next, model.now);
        expect(done.told).toEqual(told);
        ledger.chargeIds.push(...done.made);
        model = after;
      }
      expect(await readPeriods(ledger)).toEqual(inOrder(model));
    }),
    LIMITS,
  );
});

test('whatever happens at the same time, the ledger tells and holds what some order of it would', async () => {
  const before = fc.array(step, { maxLength: 6 });
  const atOnce = fc.array(step, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(before, atOnce, async (first, together) => {
      const { ledger, ...opened } = await openLedgers();
      let { model } = opened;
      for (const next of first) {
        ledger.chargeIds.push(...(await perform(ledger, next, model.now)).made);
        model = take(model, next).after;
      }

      const { now } = model;
      const done = await Promise.all(together.map((next) => perform(ledger, next, now)));
      const told = done.map((each) => each.told);
      const seen = { told, periods: await readPeriods(ledger) };

      const explained = ordersOf(together.length).map((order) => explain(model, together, order));
      expect(explained).toContainEqual(seen);
    }),
    LIMITS,
  );
});

/** What callers would be told, and the books hold, if the steps happened in that order. */
function explain(before: LedgerState, steps: readonly Step[], order: readonly number[]) {
  const told: Told[] = [];
  // The clock and the charges to choose from are those of the moment at which all began.
  const { now, charges: known } = before;
  let state = before;
  for (const index of order) {
    const next = steps[index]!;
    const isUnknown = next.kind === 'refund' && known.length === 0;
    const of = next.kind === 'refund' ? next.of % Math.max(1, known.length) : 0;
    const resolved = next.kind === 'refund' ? { ...next, of } : next;
    const taken = isUnknown
      ? { told: 'not refunded' as const, after: state }
      : take({ ...state, now }, resolved);
    told[index] = taken.told;
    state = taken.after;
  }
  return { told, periods: inOrder(state) };
}

function ordersOf(length: number): number[][] {
  if (length === 0) return [[]];
  return ordersOf(length - 1).flatMap((order) =>
    Array.from({ length }, (_, place) => order.toSpliced(place, 0, length - 1)),
  );
}

test('a charge is given back once, and exactly', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(charges(), { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 12 }),
      async (spendings, tries) => {
        const { ledger, model } = await openLedgers();
        for (const next of spendings) {
          ledger.chargeIds.push(...(await perform(ledger, next, model.now)).made);
        }
        const charged = ledger.chargeIds.length;
        fc.pre(charged > 0);

        const done = await Promise.all(
          tries.map((of) => perform(ledger, { kind: 'refund', of }, model.now)),
        );

        const given = done.filter(({ told }) => told === 'refunded').length;
        expect(given).toBe(new Set(tries.map((of) => of % charged)).size);
        const { workspaceId } = ledger.tenant;
        const entries = await world.db.creditEntry.findMany({ where: { workspaceId } });
        const charges = new Map(entries.map((entry) => [entry.id, entry]));
        const refunds = entries.filter(({ kind }) => kind === 'refund');
        expect(refunds).toHaveLength(given);
        for (const { reversesId, credits } of refunds) {
          expect(charges.get(reversesId ?? '')?.credits).toBe(credits);
        }
      },
    ),
    LIMITS,
  );
});

test('all of these books agree, month by month', async () => {
  const { differences, periods } = await verifyCredits(world.pool);

  expect(differences).toEqual([]);
  expect(periods).toBeGreaterThan(50);
});
