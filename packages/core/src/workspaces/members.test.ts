import { inTransaction, type Role } from '@tented/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import {
  makeTenant,
  openTestWorld,
  statementsWaiting,
  type TestTenant,
  type TestWorld,
} from '../testing.ts';
import { changeRole, leaveWorkspace, listMembers, removeMember } from './members.ts';

let world: TestWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world);
});

const actorOf = (userId: string) => ({ userId, at: new Date() });

async function join(role: Role, { workspaceId } = tenant): Promise<string> {
  const id = newId();
  await world.db.user.create({ data: { id, name: role, email: `${id}@example.com` } });
  await world.db.member.create({ data: { workspaceId, userId: id, role } });
  return id;
}

const setRole = (actor: string, userId: string, role: Role) =>
  changeRole(world.db, actorOf(actor), { workspaceId: tenant.workspaceId, userId, role });
const remove = (actor: string, userId: string) =>
  removeMember(world.db, actorOf(actor), { workspaceId: tenant.workspaceId, userId });
const leave = (userId: string) =>
  leaveWorkspace(world.db, actorOf(userId), { workspaceId: tenant.workspaceId });
const rolesOf = async () =>
  new Map(
    (await listMembers(world.db, { workspaceId: tenant.workspaceId })).map(({ userId, role }) => [
      userId,
      role,
    ]),
  );
const refusal = (code: string) => expect.objectContaining({ code });

test('an owner makes an admin and takes it back, and the audit log says who and what', async () => {
  const person = await join('viewer');

  await setRole(tenant.userId, person, 'admin');
  await setRole(tenant.userId, person, 'member');
  await remove(tenant.userId, person);

  const entries = await world.db.auditEntry.findMany({
    where: { workspaceId: tenant.workspaceId, targetId: person },
    orderBy: { id: 'asc' },
  });
  expect(entries).toMatchObject([
    { action: 'member.role', actorId: tenant.userId, data: { before: 'viewer', after: 'admin' } },
    { action: 'member.role', data: { before: 'admin', after: 'member' } },
    { action: 'member.remove', data: { name: 'viewer', role: 'member' } },
  ]);
  expect(await rolesOf()).toEqual(new Map([[tenant.userId, 'owner']]));
});

test('an admin manages everybody but owners, and makes nobody an owner', async () => {
  const admin = await join('admin');
  const other = await join('admin');
  const viewer = await join('viewer');

  await setRole(admin, viewer, 'member');
  await remove(admin, other);
  await expect(setRole(admin, viewer, 'owner')).rejects.toEqual(refusal('forbidden'));
  await expect(setRole(admin, admin, 'owner')).rejects.toEqual(refusal('forbidden'));
  await expect(setRole(admin, tenant.userId, 'viewer')).rejects.toEqual(refusal('forbidden'));
  await expect(remove(admin, tenant.userId)).rejects.toEqual(refusal('forbidden'));

  expect(await rolesOf()).toEqual(
    new Map([
      [tenant.userId, 'owner'],
      [admin, 'admin'],
      [viewer, 'member'],
    ]),
  );
});

test.each(['member', 'viewer'] as const)('a %s changes nobody but may leave', async (role) => {
  const person = await join(role);
  const other = await join('viewer');

  await expect(setRole(person, other, 'member')).rejects.toEqual(refusal('forbidden'));
  await expect(setRole(person, person, 'admin')).rejects.toEqual(refusal('forbidden'));
  await expect(remove(person, other)).rejects.toEqual(refusal('forbidden'));

  await leave(person);
  expect((await rolesOf()).has(person)).toBe(false);
});

test("another workspace's people are not found, and cannot be changed from outside", async () => {
  const stranger = await makeTenant(world);
  const person = await join('member');

  await expect(setRole(stranger.userId, person, 'viewer')).rejects.toEqual(refusal('not_found'));
  await expect(setRole(tenant.userId, stranger.userId, 'viewer')).rejects.toEqual(
    refusal('not_found'),
  );
  expect((await rolesOf()).get(person)).toBe('member');
});

describe('the last owner', () => {
  test('is neither changed nor removed, and does not leave', async () => {
    const { userId } = tenant;

    await expect(setRole(userId, userId, 'admin')).rejects.toEqual(refusal('conflict'));
    await expect(remove(userId, userId)).rejects.toEqual(refusal('conflict'));
    await expect(leave(userId)).rejects.toEqual(refusal('conflict'));
    expect((await rolesOf()).get(userId)).toBe('owner');
  });

  test('may go once there is another', async () => {
    const second = await join('admin');
    await setRole(tenant.userId, second, 'owner');

    await leave(tenant.userId);

    expect(await rolesOf()).toEqual(new Map([[second, 'owner']]));
  });

  test.each([
    [
      'two owners who remove each other',
      (one: string, other: string) => [remove(one, other), remove(other, one)],
    ],
    [
      'two owners who demote each other',
      (one: string, other: string) => [
        setRole(one, other, 'viewer'),
        setRole(other, one, 'viewer'),
      ],
    ],
    ['two owners who leave', (one: string, other: string) => [leave(one), leave(other)]],
    [
      'one who leaves while being removed',
      (one: string, other: string) => [leave(other), remove(other, one)],
    ],
  ])('%s at the same time leave one', async (_, race) => {
    for (let round = 0; round < 8; round += 1) {
      tenant = await makeTenant(world);
      const second = await join('owner');

      const results = await Promise.allSettled(race(tenant.userId, second));

      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect([...(await rolesOf()).values()].filter((role) => role === 'owner')).toHaveLength(1);
    }
  });
});

test('an admin who is just losing the role does nothing more with it', async () => {
  const admin = await join('admin');
  const person = await join('member');
  let removal: Promise<unknown> | undefined;

  await inTransaction(world.pool, async (tx) => {
    await tx.query(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, [admin]);
    removal = remove(admin, person).catch((error: unknown) => error);
    await statementsWaiting(world);
  });

  expect(await removal).toEqual(refusal('forbidden'));
  expect((await rolesOf()).get(person)).toBe('member');
});
