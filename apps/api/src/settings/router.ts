import { analyticsRouter } from './analytics.ts';
import { apiKeysRouter } from './api-keys.ts';
import { contactsRouter } from './contacts.ts';
import { auditRouter } from './audit.ts';
import { brandRouter } from './brand.ts';
import { creditsRouter } from './credits.ts';
import { invitationsRouter } from './invitations.ts';
import { membersRouter } from './members.ts';
import { noticesRouter } from './notices.ts';
import { planRouter } from './plan.ts';
import { sessionRouter } from './session.ts';
import { settingsRouter } from './settings-trpc.ts';
import { templatesRouter } from './templates.ts';
import { tentsRouter } from './tents.ts';
import { usageRouter } from './usage.ts';
import { workspacesRouter } from './workspaces.ts';

/** What the web app and internal TypeScript code call, one router for each part of it. */
export const appRouter = settingsRouter({
  session: sessionRouter,
  workspaces: workspacesRouter,
  apiKeys: apiKeysRouter,
  credits: creditsRouter,
  usage: usageRouter,
  contacts: contactsRouter,
  tents: tentsRouter,
  templates: templatesRouter,
  analytics: analyticsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  plan: planRouter,
  brand: brandRouter,
  audit: auditRouter,
  notices: noticesRouter,
});

export type AppRouter = typeof appRouter;
