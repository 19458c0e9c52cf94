/**
 * How far the bar is filled, 0–100. A plan without an allowance has an empty bar, and a
 * forced downgrade, which can leave more used than allowed, a full one.
 */
export function usedPercent({ used, allowance }: { used: number; allowance: number }): number {
  if (allowance === 0) return used > 0 ? 100 : 0;
  return Math.min(100, Math.max(0, (used / allowance) * 100));
}
