export const EXPIRY_CHOICES = [
  { value: 'never', label: 'Never' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'custom', label: 'Custom date' },
] as const;

export type ExpiryChoice = (typeof EXPIRY_CHOICES)[number]['value'];

const DAY_MS = 86_400_000;

/**
 * The instant a choice stands for, null for "never". Days are counted in full from now; a date
 * means through the end of that day for the viewer. Undefined while a custom date is not chosen.
 */
export function expiryInstant(
  choice: ExpiryChoice,
  customOn: string | null,
  now: Date,
): string | null | undefined {
  if (choice === 'never') return null;
  if (choice !== 'custom') return new Date(now.getTime() + Number(choice) * DAY_MS).toISOString();
  if (!customOn) return undefined;

  const [year = 0, month = 1, day = 1] = customOn.split('-').map(Number);
  return new Date(year, month - 1, day + 1).toISOString();
}
