import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Clock,
  createApiKey,
  createWorkspace,
  ensureUsagePartitions,
  type Mailer,
  type Secret,
  systemClock,
  verifyCredits,
} from '@tented/core';
import { type Database, type KeyScope, openDatabase, type Plan, type Role } from '@tented/db';
import { createTestDb } from '@tented/db/test-db';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { openDiskStore } from '../../src/adapters/file-store.ts';
import { buildApp } from '../../src/app.ts';
import { createAuth } from '../../src/auth.ts';
import { createLetterhead } from '../../src/mail.ts';
import { createPageUrl } from '../../src/page-url.ts';
import { createRateLimits } from '../../src/rate-limits/rate-limits.ts';
import { watchApp } from './contract/watch-app.ts';
import { createServices, type Services } from '../../src/services.ts';

export const PUBLIC_URL = 'http://localhost:3000';
const AUTH_SECRET = 'a secret of at least 32 characters for tests';
export const PASSWORD = 'correct horse battery';

export type TestApp = AsyncDisposable & {
  app: FastifyInstance;
  database: Database;
  services: Services;
  /** A person with a session, their workspace and a key; `as` someone who has signed up before. */
  signUp(options?: SignUpOptions): Promise<TestMember>;
  /** Another person, as a member of that workspace. */
  join(member: TestMember, role: Role): Promise<TestMember>;
};

type SignUpOptions = { plan?: Plan; scope?: KeyScope; as?: TestMember };

export type TestMember = {
  userId: string;
  email: string;
  cookie: string;
  workspaceId: string;
  slug: string;
  keyId: string;
  secret: Secret;
  /** A request with the key. */
  call(request: InjectOptions & { url: string }): Promise<LightMyRequestResponse>;
};

type Options = {
  clock?: Clock;
  /** The database of another app: a second server on it. */
  url?: string;
  /** Where mails go; nowhere by default. */
  mailer?: Mailer | null;
  /** Far above what a test sends, unless it is about limits. */
  limits?: Parameters<typeof createRateLimits>[0];
  /** Off, because tests sign up many people from one address. */
  isSignInLimited?: boolean;
  corsOrigins?: string[];
  pagesDomain?: string;
  trustProxy?: boolean;
  metricsToken?: string;
  requestTimeoutMs?: number;
  countryHeader?: string;
};

const NO_LIMIT = 1_000_000;
const GENEROUS = { perMinute: NO_LIMIT, perAddress: { strangers: NO_LIMIT, docs: NO_LIMIT } };

export async function openTestApp({
  clock = systemClock,
  url,
  mailer = null,
  limits = GENEROUS,
  isSignInLimited = false,
  ...appOptions
}: Options = {}): Promise<TestApp> {
  const testDb = url === undefined ? await createTestDb() : undefined;
  const database = openDatabase(url ?? testDb?.url ?? '');
  await ensureUsagePartitions(database.pool, clock());
  const filesDir = await mkdtemp(path.join(tmpdir(), 'tented-files-'));
  const pageUrl = createPageUrl({ publicUrl: PUBLIC_URL, pagesDomain: undefined });
  const services = createServices(database, {
    clock,
    files: openDiskStore(filesDir),
    pageUrl,
    letterhead: createLetterhead({ authSecret: AUTH_SECRET, publicUrl: PUBLIC_URL }),
    mailer,
  });
  const auth = createAuth({
    db: database.db,
    secret: AUTH_SECRET,
    publicUrl: PUBLIC_URL,
    isRateLimited: isSignInLimited,
  });
  const rateLimits = createRateLimits(limits);
  const app = await buildApp({
    services,
    auth,
    rateLimits,
    publicUrl: PUBLIC_URL,
    webDir: '/nonexistent',
    hasMailbox: !mailer,
    ...appOptions,
    logLevel: 'silent',
  });
  const watch = watchApp(app, {
    isLimited: limits.perMinute > 0,
    pagesDomain: appOptions.pagesDomain,
  });

  return {
    app,
    database,
    services,
    signUp: (options) => signUp({ app, services }, options),
    join: (member, role) => join({ app, services }, member, role),
    async [Symbol.asyncDispose]() {
      await app.close();
      await services.close();
      await rm(filesDir, { recursive: true, force: true });
      await rateLimits.close();
      await watch.close();
      // Whatever a test file has done, the books have to agree afterwards.
      const { differences } = await verifyCredits(database.pool);
      await database.close();
      await testDb?.close();
      if (differences.length > 0) throw new Error(`Books differ: ${JSON.stringify(differences)}`);
    },
  };
}

type Parts = Pick<TestApp, 'app' | 'services'>;

async function signUp(
  { app, services }: Parts,
  { plan = 'pro', scope = 'all_access', as }: SignUpOptions = {},
): Promise<TestMember> {
  const person = as ?? (await register(app));
  const actor = { userId: person.userId, at: services.clock() };
  const { id: workspaceId, slug } = await createWorkspace(services.db, actor, {
    name: `Workspace ${randomUUID().slice(0, 8)}`,
    plan: 'pro',
    ownerId: person.userId,
  });
  const { apiKey, secret } = await createApiKey(services.db, actor, {
    workspaceId,
    name: 'Key',
    scope,
  });
  await services.db.workspace.update({ where: { id: workspaceId }, data: { plan } });
  return {
    ...person,
    workspaceId,
    slug,
    keyId: apiKey.id,
    secret,
    call: (request) =>
      app.inject({
        ...request,
        headers: { authorization: `Bearer ${secret}`, ...request.headers },
      }),
  };
}

async function join({ app, services }: Parts, member: TestMember, role: Role): Promise<TestMember> {
  const person = await register(app);
  await services.db.member.create({
    data: { workspaceId: member.workspaceId, userId: person.userId, role },
  });
  return { ...member, ...person };
}

async function register(app: FastifyInstance) {
  const email = `${randomUUID()}@example.com`;
  const response = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-up/email',
    headers: { origin: PUBLIC_URL },
    payload: { email, password: PASSWORD, name: 'Ada' },
  });
  if (response.statusCode !== 200) throw new Error(response.body);
  const cookie = response.cookies
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ');
  return { userId: response.json<{ user: { id: string } }>().user.id, email, cookie };
}

/** A call of the settings router, as the web app sends it. */
export async function callSettings(
  { app }: Pick<TestApp, 'app'>,
  request: {
    cookie?: string;
    path: string;
    type: 'query' | 'mutation';
    input: unknown;
    origin?: string;
  },
): Promise<{ status: number; data: any; error: any }> {
  const { cookie, path, type, input, origin = PUBLIC_URL } = request;
  const headers = { origin, ...(cookie ? { cookie } : {}) };
  const response =
    type === 'query'
      ? await app.inject({
          method: 'GET',
          url: `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`,
          headers,
        })
      : await app.inject({
          method: 'POST',
          url: `/trpc/${path}`,
          headers,
          payload: input as object,
        });
  const body = response.json();
  return { status: response.statusCode, data: body.result?.data, error: body.error };
}
