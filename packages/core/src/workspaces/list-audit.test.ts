import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteApiKey, renameApiKey } from '../api-keys/api-keys.ts';
import { makeTenant, openTestWorld, type TestWorld } from '../testing.ts';
import { listAudit } from './list-audit.ts';
import { changePlan } from './workspaces.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('who changed what, newest first, page by page, by kind', async () => {
  const { workspaceId, userId, keyId } = await makeTenant(world);
  const later = (seconds: number) => new Date(Date.now() + seconds * 1_000);
  await renameApiKey(world.db, { userId, at: later(1) }, { workspaceId, id: keyId, name: 'New' });
  await changePlan(world.db, { userId: null, at: later(2) }, { workspaceId, plan: 'max' });
  await deleteApiKey(world.db, { userId, at: later(3) }, { workspaceId, id: keyId });
  const stranger = await makeTenant(world);

  const first = await listAudit(world.db, { workspaceId, limit: 2 });
  const second = await listAudit(world.db, { workspaceId, limit: 9, cursor: first.nextCursor! });
  const keys = await listAudit(world.db, { workspaceId, kind: 'api_key', limit: 9 });

  expect(first.rows).toMatchObject([
    { action: 'api_key.delete', actor: { name: 'Ada' }, data: { name: 'New' } },
    { action: 'workspace.plan', actor: null, isOperator: true, data: { after: 'max' } },
  ]);
  expect(second.rows.map(({ action }) => action)).toEqual([
    'api_key.rename',
    'api_key.create',
    'workspace.create',
  ]);
  expect(second.nextCursor).toBeNull();
  expect(keys.rows).toHaveLength(3);
  const theirs = await listAudit(world.db, { workspaceId: stranger.workspaceId, limit: 9 });
  expect(theirs.rows).toHaveLength(2);
});

test('somebody who is gone is told apart from the operator', async () => {
  const { workspaceId, userId } = await makeTenant(world);
  await world.db.member.deleteMany({ where: { userId } });
  await world.db.user.delete({ where: { id: userId } });

  const { rows } = await listAudit(world.db, { workspaceId, limit: 9 });

  for (const row of rows) expect(row).toMatchObject({ actor: null, isOperator: false });
});
