import { type Plan, Prisma } from '@tented/db';
import { firstIdAt } from '../ids.ts';
import { visibleSince } from './retention.ts';

export type StatusRange = { from: number; to: number };

/** What of the log is asked for. An absent field asks for everything, and so does an empty list. */
export type UsageFilter = {
  /** Any of these keys. */
  keyIds?: readonly string[] | undefined;
  /** Inclusive. */
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  /** Any of these inclusive ranges: a status is a range of one. */
  statuses?: readonly StatusRange[] | undefined;
  methods?: readonly string[] | undefined;
  /** A part of the path, in any case. */
  path?: string | undefined;
  /** Only what cost credits, refunded or not. */
  hasCredits?: boolean | undefined;
};

/** Whose log, read when, and on which plan: a plan decides how far back the log reaches. */
export type UsageReader = { workspaceId: string; plan: Plan; at: Date };

export type UsageQuestion = UsageReader & { filter: UsageFilter };

/** A range of ids, which are moments: `from` inclusive, `to` exclusive. */
export type IdRange = { from: string; to: string };

/** Above every UUIDv7. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The part of the log that the filter's dates and the plan leave. */
export function idRangeOf({ plan, at, filter: { from, to } }: UsageQuestion): IdRange {
  const since = visibleSince(plan, at);
  return {
    from: firstIdAt(from && from > since ? from : since),
    to: to ? firstIdAt(to) : LAST_ID,
  };
}

/** What one row has to fulfil, apart from its date; one condition for each field of the filter. */
export type Conditions = Partial<Record<'key' | 'status' | 'method' | 'credits' | 'path', Sql>>;

type Sql = Prisma.Sql;

/** `l` is the row of the log. */
export function conditionsOf(filter: UsageFilter): Conditions {
  const { keyIds, statuses, methods, path, hasCredits } = filter;
  return {
    ...(keyIds?.length && { key: Prisma.sql`l.key_id = ANY(${keyIds}::uuid[])` }),
    ...(statuses?.length && { status: isInRanges(statuses) }),
    ...(methods?.length && { method: Prisma.sql`l.method = ANY(${methods}::text[])` }),
    ...(hasCredits && { credits: Prisma.sql`l.credits_charged > 0` }),
    ...(path && { path: Prisma.sql`strpos(lower(l.path), lower(${path}::text)) > 0` }),
  };
}

/** Joined by AND; true where there is none. */
export function allOf(conditions: Conditions): Sql {
  const list = Object.values(conditions);
  return list.length > 0 ? Prisma.join(list, ' AND ') : Prisma.sql`true`;
}

function isInRanges(ranges: readonly StatusRange[]): Sql {
  const each = ranges.map(
    ({ from, to }) => Prisma.sql`l.status BETWEEN ${from}::smallint AND ${to}::smallint`,
  );
  return Prisma.sql`(${Prisma.join(each, ' OR ')})`;
}
