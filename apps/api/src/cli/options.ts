import { InvalidArgumentError } from 'commander';

/** Checks that a value is one of a list, and says which there are. */
export function oneOf<Value extends string>(values: readonly Value[]): (value: string) => Value {
  return (value) => {
    const known = values.find((candidate) => candidate === value);
    if (known === undefined) throw new InvalidArgumentError(`Use one of: ${values.join(', ')}.`);
    return known;
  };
}

const DAYS = /^(\d{1,4})d$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** An ISO-8601 moment, or a number of days from now such as `30d`. */
export function toExpiry(value: string, now = new Date()): Date {
  const days = DAYS.exec(value)?.[1];
  const expiry =
    days === undefined ? new Date(value) : new Date(now.getTime() + Number(days) * DAY_MS);
  if (Number.isNaN(expiry.getTime())) {
    throw new InvalidArgumentError('Use an ISO-8601 moment, or days such as 30d.');
  }
  return expiry;
}
