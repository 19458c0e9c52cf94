import type { KeyScope, Plan } from '@tented/db';

/** On whose behalf a public request runs, and when it arrived. */
export type Caller = {
  workspaceId: string;
  keyId: string;
  scope: KeyScope;
  /** The plan in force at `at`. */
  plan: Plan;
  requestId: string;
  at: Date;
};
