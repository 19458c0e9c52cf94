import { formatNumber } from '../../lib/format.ts';

/** The charge as it was, and in words what came back of it. */
export function creditsOf(row: { creditsCharged: number; creditsRefunded: number }): {
  charged: string;
  note: string | null;
} {
  const { creditsCharged, creditsRefunded } = row;
  const isWhole = creditsRefunded === creditsCharged;
  const note = isWhole ? 'refunded' : `${formatNumber(creditsRefunded)} refunded`;

  return { charged: formatNumber(creditsCharged), note: creditsRefunded > 0 ? note : null };
}
