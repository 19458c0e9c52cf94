import type { KeyScope, Plan } from '@tented/db';
import type { ReadPlan } from '../usage/metered-reads.ts';

/** What a key may know of itself and of its workspace. */
export type Account = {
  name: string;
  prefix: string;
  scope: KeyScope;
  createdAt: Date;
  expiresAt: Date | null;
  workspaceName: string;
  plan: Plan;
  planNext: Plan | null;
  planNextFrom: Date | null;
};

/** The key of the request itself, and its workspace; it has no other target. */
export const ACCOUNT_READ: ReadPlan<Account> = {
  name: 'account',
  thing: 'API key',
  columns: {
    name: 'k.name',
    prefix: 'k.prefix',
    scope: 'k.scope',
    createdAt: 'k.created_at',
    expiresAt: 'k.expires_at',
    workspaceName: 'w.name',
    plan: 'w.plan',
    planNext: 'w.plan_next',
    planNextFrom: 'w.plan_next_from',
  },
  from: `
    FROM (SELECT * FROM api_key WHERE workspace_id = r.workspace_id AND id = r.key_id LIMIT 1) AS k,
         LATERAL (SELECT * FROM workspace WHERE id = k.workspace_id LIMIT 1) AS w`,
};
