/** Where "now" comes from, so that months and expiries can be tested. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
