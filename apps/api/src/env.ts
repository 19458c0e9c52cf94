import path from 'node:path';
import { z } from 'zod';
import type { S3Options } from './adapters/file-store.ts';

const PORT_MAX = 65_535;
/** Requests a minute for each key, unless the environment says otherwise. */
export const RATE_LIMIT_PER_MINUTE = 600;

/** Host names, with a port where it is not the usual one. */
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/;

const HEADER = /^[a-z0-9-]+$/;

/** A variable that is set but empty counts as not set. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const Variables = z
  .object({
    PORT: optional(z.coerce.number().int().min(0).max(PORT_MAX)),
    HOST: optional(z.string()),
    DATA_DIR: optional(z.string()),
    DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
    AUTH_SECRET: optional(z.string().min(32)),
    TRUST_PROXY: optional(z.string()),
    WORKER: optional(z.enum(['on', 'off'])),
    LLM_BASE_URL: optional(z.url({ protocol: /^https?$/ })),
    LLM_API_KEY: optional(z.string()),
    LLM_MODEL: optional(z.string()),
    RATE_LIMIT_PER_MINUTE: optional(z.coerce.number().int().min(0)),
    REDIS_URL: optional(z.url({ protocol: /^rediss?$/ })),
    CORS_ORIGINS: optional(
      z
        .string()
        .transform(toOrigins)
        .refine((origins) => origins.every(isOrigin), 'Expected origins such as https://a.example'),
    ),
    LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
    SMTP_URL: optional(z.url({ protocol: /^smtps?$/ })),
    MAIL_FROM: optional(z.string()),
    METRICS_TOKEN: optional(z.string().min(16)),
    NODE_ENV: optional(z.string()),
    PAGES_DOMAIN: optional(z.string().toLowerCase().regex(DOMAIN, 'Not a domain')),
    COUNTRY_HEADER: optional(z.string().toLowerCase().regex(HEADER, 'Not the name of a header')),
    S3_BUCKET: optional(z.string()),
    S3_REGION: optional(z.string()),
    S3_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
    S3_ACCESS_KEY_ID: optional(z.string()),
    S3_SECRET_ACCESS_KEY: optional(z.string()),
  })
  .refine(
    (env) => (env.S3_ACCESS_KEY_ID === undefined) === (env.S3_SECRET_ACCESS_KEY === undefined),
    { message: 'Set it together with S3_ACCESS_KEY_ID', path: ['S3_SECRET_ACCESS_KEY'] },
  )
  .refine((env) => (env.LLM_BASE_URL === undefined) === (env.LLM_MODEL === undefined), {
    message: 'Set it together with LLM_BASE_URL',
    path: ['LLM_MODEL'],
  });

export type Env = {
  port: number;
  /** Where to listen. Loopback, unless it runs in production or HOST says otherwise. */
  host: string;
  /** Absolute. Holds the embedded database, files, and the secrets made on first start. */
  dataDir: string;
  /** Undefined = the embedded database below `dataDir`. */
  databaseUrl: string | undefined;
  /** Undefined = `http://localhost:<port>`. */
  publicUrl: string | undefined;
  /** Published pages are on `<workspace>.<pagesDomain>`; undefined = below `/p` of this server. */
  pagesDomain: string | undefined;
  /** In which a proxy puts a visitor's country; undefined = those of the usual ones. */
  countryHeader: string | undefined;
  authSecret: string | undefined;
  /** Fastify's `trustProxy`: true, false, or the addresses of the proxies. */
  trustProxy: boolean | string;
  /** Whether the server makes pages itself. */
  isWorker: boolean;
  /** What makes pages, where it is not the built-in generator. */
  llm: { baseUrl: string; apiKey: string | undefined; model: string } | undefined;
  /** Requests a minute for each key; 0 = not limited. */
  rateLimitPerMinute: number;
  /** Where servers count together; undefined = each for itself. */
  redisUrl: string | undefined;
  /** Origins whose pages may call `/v1` from a browser; none by default. */
  corsOrigins: string[];
  logLevel: string;
  /** Where files are kept; undefined = below `dataDir`. */
  s3: S3Options | undefined;
  /** Undefined = mails are written down and not sent; in development a page shows them. */
  smtpUrl: string | undefined;
  /** Undefined = `no-reply@` the host of `publicUrl`. */
  mailFrom: string | undefined;
  /** What shows the metrics; undefined = nobody sees them. */
  metricsToken: string | undefined;
  isProduction: boolean;
};

/** Thrown with one line for each variable that is wrong. */
export class EnvError extends Error {}

/** The only place that reads the environment; the README has the table for people. */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const parsed = Variables.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path: [name], message }) => `  ${String(name)}: ${message}`,
    );
    throw new EnvError(`The environment is not valid:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  const isProduction = env.NODE_ENV === 'production';
  return {
    port: env.PORT ?? 3000,
    host: env.HOST ?? (isProduction ? '0.0.0.0' : 'localhost'),
    dataDir: path.resolve(REPOSITORY_DIR, env.DATA_DIR ?? '.data'),
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    pagesDomain: env.PAGES_DOMAIN,
    countryHeader: env.COUNTRY_HEADER,
    authSecret: env.AUTH_SECRET,
    trustProxy: readTrustProxy(env.TRUST_PROXY),
    isWorker: env.WORKER !== 'off',
    llm:
      env.LLM_BASE_URL && env.LLM_MODEL
        ? { baseUrl: env.LLM_BASE_URL, apiKey: env.LLM_API_KEY, model: env.LLM_MODEL }
        : undefined,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE ?? RATE_LIMIT_PER_MINUTE,
    redisUrl: env.REDIS_URL,
    corsOrigins: env.CORS_ORIGINS ?? [],
    logLevel: env.LOG_LEVEL ?? 'warn',
    s3: readS3(env),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    metricsToken: env.METRICS_TOKEN,
    isProduction,
  };
}

/** Where a command that is a client of the public API finds its server, and with which key. */
export function readClientEnv(variables: NodeJS.ProcessEnv = process.env): {
  url: string;
  key: string | undefined;
} {
  const { TENTED_URL: url, TENTED_KEY: key, PORT: port = '3000' } = variables;
  return { url: (url || `http://localhost:${port}`).replace(/\/+$/, ''), key: key || undefined };
}

// Relative paths start at the checkout, so that every command finds the same data from
// wherever it is called.
const REPOSITORY_DIR = path.resolve(import.meta.dirname, '../../..');

const S3_REGION_DEFAULT = 'us-east-1';

function readS3(env: z.output<typeof Variables>): S3Options | undefined {
  if (env.S3_BUCKET === undefined) return undefined;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return {
    bucket: env.S3_BUCKET,
    region: env.S3_REGION ?? S3_REGION_DEFAULT,
    endpoint: env.S3_ENDPOINT,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  };
}

function readTrustProxy(value: string | undefined): boolean | string {
  if (value === undefined || value === 'false' || value === '0') return false;
  return value === 'true' || value === '1' ? true : value;
}

/** Origins apart from each other by commas. */
function toOrigins(value: string): string[] {
  return value
    .split(',')
    .map((origin) => origin.trim())
    .filter(Boolean);
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}
