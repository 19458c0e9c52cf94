import { Prisma } from '@tented/db';

/** What the rows of one bucket with one status come to. */
export type UsageSum = {
  /** Index of the bucket. */
  bucket: number;
  status: number;
  requests: number;
  creditsCharged: number;
  creditsRefunded: number;
  durationMs: number;
};

/** The index of the bucket that a moment falls in: those beyond an open end belong to the last. */
export function bucketSql(edges: Date[], moment: Prisma.Sql): Prisma.Sql {
  const starts = edges.slice(0, -1);
  return Prisma.sql`greatest(width_bucket(${moment}, ${starts}::timestamptz[]) - 1, 0)`;
}

/** Sums over `l` of the rows for which the condition holds, under the names of `UsageSum`. */
export function sumsOf(condition: Prisma.Sql): Prisma.Sql {
  const sum = (column: string, name: string) => Prisma.sql`
    coalesce(sum(${Prisma.raw(column)}) FILTER (WHERE ${condition}), 0)::float8 AS ${Prisma.raw(`"${name}"`)}`;
  return Prisma.join([
    sum('l.credits_charged', 'creditsCharged'),
    sum('l.credits_refunded', 'creditsRefunded'),
    sum('l.duration_ms', 'durationMs'),
  ]);
}
