import path from 'node:path';
import { expect, test } from 'vitest';
import { readEnv } from './env.ts';

test('without any variable everything has a default', () => {
  expect(readEnv({})).toMatchObject({
    port: 3000,
    host: 'localhost',
    databaseUrl: undefined,
    publicUrl: undefined,
    trustProxy: false,
    rateLimitPerMinute: 600,
    redisUrl: undefined,
    corsOrigins: [],
    logLevel: 'warn',
    isProduction: false,
  });
  expect(path.isAbsolute(readEnv({}).dataDir)).toBe(true);
});

test('an empty variable counts as not set', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', PUBLIC_URL: '' })).toMatchObject({
    port: 3000,
    databaseUrl: undefined,
  });
});

test('production listens on every address', () => {
  expect(readEnv({ NODE_ENV: 'production' })).toMatchObject({
    host: '0.0.0.0',
    isProduction: true,
  });
});

test('mails need a mail server', () => {
  expect(readEnv({})).toMatchObject({ smtpUrl: undefined, mailFrom: undefined });
  expect(readEnv({ SMTP_URL: 'smtps://a:b@mail.example:465' }).smtpUrl).toContain('mail.example');
  expect(() => readEnv({ SMTP_URL: 'https://mail.example' })).toThrow(/SMTP_URL/);
});

test('metrics need a token that is not guessed', () => {
  expect(readEnv({}).metricsToken).toBeUndefined();
  expect(readEnv({ METRICS_TOKEN: '0123456789abcdef' }).metricsToken).toBe('0123456789abcdef');
  expect(() => readEnv({ METRICS_TOKEN: 'short' })).toThrow(/METRICS_TOKEN/);
});

test('what is wrong is named, all of it', () => {
  const read = () => readEnv({ PORT: 'abc', DATABASE_URL: 'mysql://x', AUTH_SECRET: 'short' });

  expect(read).toThrow(/PORT: [^]*DATABASE_URL: [^]*AUTH_SECRET: /);
});

test.each([
  ['true', true],
  ['1', true],
  ['false', false],
  ['10.0.0.1,10.0.0.2', '10.0.0.1,10.0.0.2'],
])('TRUST_PROXY=%s', (value, expected) => {
  expect(readEnv({ TRUST_PROXY: value }).trustProxy).toBe(expected);
});

test('a bucket is named with its region; without keys the role of the machine counts', () => {
  expect(readEnv({}).s3).toBeUndefined();
  expect(readEnv({ S3_BUCKET: 'files' }).s3).toEqual({
    bucket: 'files',
    region: 'us-east-1',
    endpoint: undefined,
    credentials: undefined,
  });
  expect(
    readEnv({
      S3_BUCKET: 'files',
      S3_REGION: 'auto',
      S3_ENDPOINT: 'https://s3.example.com',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
    }).s3,
  ).toEqual({
    bucket: 'files',
    region: 'auto',
    endpoint: 'https://s3.example.com',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
});

test('half a pair of S3 keys is refused', () => {
  expect(() => readEnv({ S3_ACCESS_KEY_ID: 'id' })).toThrow(/S3_SECRET_ACCESS_KEY: /);
});

test('CORS_ORIGINS are origins, apart from each other by commas', () => {
  const read = (value: string) => readEnv({ CORS_ORIGINS: value });

  expect(read('https://a.example, http://localhost:5173').corsOrigins).toEqual([
    'https://a.example',
    'http://localhost:5173',
  ]);
  for (const value of ['*', 'a.example', 'https://a.example/path']) {
    expect(() => read(value)).toThrow(/CORS_ORIGINS: Expected origins/);
  }
});
