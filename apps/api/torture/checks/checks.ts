import { answersAreExpected, nobodyHangs, refusalsSayWhen } from './answers.ts';
import {
  booksAgree,
  chargesAreEarned,
  neverAboveAllowance,
  paidWhereItArrived,
  refundsFitCharges,
} from './credits.ts';
import type { Check, Evidence } from './evidence.ts';
import {
  deletedKeysAnswerNothing,
  deletedKeysWriteNothing,
  freeIsClosed,
  liveKeysOpen,
} from './keys.ts';
import {
  deletedTentsAreGone,
  onlyMadePagesArePaid,
  pagesAreMadeInOrder,
  pagesAreSettledOnce,
  pagesAreTheirOwn,
} from './pages.ts';
import {
  answersHaveRows,
  effectsHappenOnce,
  effectsHaveRows,
  rowsHaveRequests,
  successesHaveEffects,
} from './log.ts';

/** What must hold after any run, whatever has happened in it. */
export const CHECKS = {
  'every answer has exactly one row, with its status and its credits': answersHaveRows,
  'every row belongs to a request that was sent': rowsHaveRequests,
  'every effect has its row': effectsHaveRows,
  'every success has its effect': successesHaveEffects,
  'a request sent again with its Idempotency-Key has one effect': effectsHappenOnce,
  'no request sent after a deletion had returned was answered with success':
    deletedKeysAnswerNothing,
  'no write of a deleted key was committed after its deletion had returned':
    deletedKeysWriteNothing,
  'a key that nobody has deleted is never refused as unknown': liveKeysOpen,
  'a workspace on Free is answered with no success': freeIsClosed,
  'used = ledger = log in every period': booksAgree,
  'never above the allowance': neverAboveAllowance,
  'nobody is charged for a request that failed or was refused': chargesAreEarned,
  'a request is paid in the month in which it arrived': paidWhereItArrived,
  'a charge is refunded at most once, and never more than it was': refundsFitCharges,
  'a page that was given up, or deleted unmade, gives its credit back, and no other':
    onlyMadePagesArePaid,
  'a page is the one that was asked for': pagesAreTheirOwn,
  'a page is settled once': pagesAreSettledOnce,
  'pages of a tent are made in order, each after the one before it': pagesAreMadeInOrder,
  'a deleted tent is gone': deletedTentsAreGone,
  'answers are of the kinds that the request can have': answersAreExpected,
  'every 429 and 503 says when to come back': refusalsSayWhen,
  'every request gets an answer or the end of its connection': nobodyHangs,
} as const satisfies Record<string, Check>;
export type CheckName =
  | keyof typeof CHECKS
  | 'no process ends by itself'
  | 'every page is made or given up in the end';

export type Violation = { check: CheckName; found: string[] };

export function findViolations(evidence: Evidence): Violation[] {
  return Object.entries(CHECKS).flatMap(([check, find]) => {
    const found = [...find(evidence)];
    return found.length > 0 ? [{ check: check as CheckName, found }] : [];
  });
}
