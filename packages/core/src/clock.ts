/** Where "now" comes from, so that months and expiries can be tested. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** A thing's moments of change go forward, also where the clocks of servers differ. */
export function laterThan(before: Date, at: Date): Date {
  return new Date(Math.max(at.getTime(), before.getTime() + 1));
}
