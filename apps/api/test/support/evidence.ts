import { createApiKey, periodStart } from '@tented/core';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { ErrorBody } from '../../src/errors.ts';
import type { TestApp, TestMember } from './test-app.ts';

// What requests leave behind, and what they start from.

/** The row of the usage log of the request that got this answer. */
export function rowOf({ database }: TestApp, { headers }: LightMyRequestResponse) {
  return database.db.usageLog.findFirstOrThrow({ where: { id: String(headers['x-request-id']) } });
}

/** Credits of this month, charges less refunds. */
export async function creditsUsed(
  { database }: TestApp,
  { workspaceId }: TestMember,
): Promise<number> {
  const period = await database.db.creditPeriod.findFirst({ where: { workspaceId } });
  return period?.used ?? 0;
}

/** A month in which nothing has been spent, and so many credits can be. */
export async function leaveCredits(
  { database, services }: TestApp,
  { workspaceId }: TestMember,
  allowance: number,
): Promise<void> {
  const startsAt = periodStart(services.clock());
  await database.db.creditPeriod.create({
    data: { workspaceId, startsAt, allowance, allowanceMax: 100, used: 0 },
  });
}

/** The same member with a key that may only read. */
export async function withReadOnlyKey(
  { app, services }: TestApp,
  member: TestMember,
): Promise<TestMember> {
  const { apiKey, secret } = await createApiKey(
    services.db,
    { userId: member.userId, at: services.clock() },
    { workspaceId: member.workspaceId, name: 'Reader', scope: 'read_only' },
  );
  return {
    ...member,
    keyId: apiKey.id,
    secret,
    call: (request) =>
      app.inject({
        ...request,
        headers: { authorization: `Bearer ${secret}`, ...request.headers },
      }),
  };
}

type Request = InjectOptions & { url: string };

/** Without a key a request does not get in. */
export async function expectUnauthorized({ app }: TestApp, request: Request): Promise<void> {
  const response = await app.inject(request);
  expect(response.statusCode).toBe(401);
  expect(response.json()).toMatchObject({ code: 'unauthorized' });
  expect(response.headers['www-authenticate']).toBe('Bearer');
}

/** A key that may only read does not write; the log says so. */
export async function expectReadOnlyRefused(
  world: TestApp,
  member: TestMember,
  request: Request,
): Promise<void> {
  const response = await (await withReadOnlyKey(world, member)).call(request);
  expect(response.statusCode).toBe(403);
  expect(response.json()).toMatchObject({ code: 'insufficient_scope' });
  expect(await rowOf(world, response)).toMatchObject({ status: 403, creditsCharged: 0 });
}

/** A refused request in one line: status, code, and the fields that are complained about. */
export function refusalOf(response: LightMyRequestResponse): string {
  const { code, details } = response.json<ErrorBody>();
  const paths = (details?.issues ?? []).map(({ path }) => path);
  return [response.statusCode, code, ...paths].join(' ');
}

/** An `Idempotency-Key`: the second answer is the first, byte for byte, and costs nothing. */
export async function expectReplayed(
  world: TestApp,
  member: TestMember,
  request: Request,
): Promise<LightMyRequestResponse> {
  const keyed = { ...request, headers: { ...request.headers, 'idempotency-key': 'once' } };
  const first = await member.call(keyed);
  const second = await member.call(keyed);
  expect(second.statusCode).toBe(first.statusCode);
  expect(second.body).toBe(first.body);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect(second.headers).toMatchObject({
    'idempotency-replayed': 'true',
    'tented-credits-charged': '0',
  });
  expect(await rowOf(world, second)).toMatchObject({
    status: first.statusCode,
    isReplayed: true,
    creditsCharged: 0,
  });
  return first;
}
