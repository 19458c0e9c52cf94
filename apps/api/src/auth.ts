import { newId } from '@tented/core';
import type { Db } from '@tented/db';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';

export const AUTH_PATH = '/api/auth';
export const PASSWORD_CHARS_MIN = 8;

export type AuthOptions = {
  db: Db;
  secret: string;
  /** The address people use, for example `https://api.example.com`. */
  publicUrl: string;
  /** Off in tests, which sign up many people from one address. */
  isRateLimited?: boolean;
};

/** Sign-up, sign-in and sessions. Workspaces and roles are ours (docs/decisions/0007-own-workspaces.md). */
export function createAuth({ db, secret, publicUrl, isRateLimited = true }: AuthOptions) {
  return betterAuth({
    appName: 'Tented',
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, minPasswordLength: PASSWORD_CHARS_MIN },
    trustedOrigins: (request) => (request ? sameOrigin(request.headers) : []),
    advanced: {
      // Said aloud, because the library switches the check off where tests run.
      disableOriginCheck: false,
      database: { generateId: () => newId() },
      useSecureCookies: publicUrl.startsWith('https:'),
      cookiePrefix: 'tented',
    },
    // Counted per address. Reading the session is what every page does, so it is left out.
    rateLimit: {
      enabled: isRateLimited,
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 20 },
        '/sign-up/email': { window: 60, max: 20 },
        '/get-session': false,
      },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** The origin, when it is the very host that was asked: by address as well as by name. */
export function sameOrigin(headers: Headers): string[] {
  const origin = headers.get('origin');
  const host = headers.get('host');
  if (!origin || !host || !URL.canParse(origin)) return [];
  return new URL(origin).host === host ? [origin] : [];
}
