import { publicRouter } from '../rest/public-trpc.ts';
import { accountRouter } from './account.ts';
import { contactsRouter } from './contacts.ts';

/** The public API, one router for each resource. */
export const v1Router = publicRouter({
  contacts: contactsRouter,
  account: accountRouter,
});
