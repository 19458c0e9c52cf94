import { publicRouter } from '../rest/public-trpc.ts';
import { accountRouter } from './account.ts';
import { tentAssets } from './assets.ts';
import { bulkJobsRouter } from './bulk-jobs.ts';
import { analyticsRouter } from './analytics.ts';
import { contactsRouter } from './contacts.ts';
import { tentPublishing } from './publish-tents.ts';
import { tentReads } from './read-tents.ts';
import { templatesRouter } from './templates.ts';
import { tentProcedures } from './tents.ts';

/** The public API, one router for each resource. */
export const v1Router = publicRouter({
  tents: publicRouter({ ...tentProcedures, ...tentReads, ...tentPublishing, ...tentAssets }),
  bulkJobs: bulkJobsRouter,
  templates: templatesRouter,
  contacts: contactsRouter,
  analytics: analyticsRouter,
  account: accountRouter,
});
