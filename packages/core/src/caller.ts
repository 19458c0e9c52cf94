import type { KeyScope, Plan } from '@tented/db';

/** On whose behalf a public request runs, and when it arrived. */
export type Caller = {
  workspaceId: string;
  keyId: string;
  /** Which of the key's secrets the request carried. */
  secretNumber: number;
  scope: KeyScope;
  /** The plan in force at `at`. */
  plan: Plan;
  requestId: string;
  at: Date;
};
