import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTent, upload } from '../support/content.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await world.signUp();
  member = await world.join(owner, 'member');
});

const HTML =
  '<!doctype html><title>{{name}}</title><p>{{first_name}} {{ company.name }} {{name}}</p>';

const call = (by: TestMember, type: 'query' | 'mutation', path: string, input: object = {}) =>
  callSettings(world, {
    cookie: by.cookie,
    type,
    path: `templates.${path}`,
    input: { workspace: owner.slug, ...input },
  });

const make = async (by = member) =>
  (await call(by, 'mutation', 'create', { name: 'Invitation', html: HTML })).data;

describe('templates in the web app', () => {
  test('a member writes one; an admin approves it; then the API may use it', async () => {
    const admin = await world.join(owner, 'admin');
    const template = await make();
    expect(template).toMatchObject({
      placeholders: ['name', 'first_name', 'company.name'],
      approvedAt: null,
    });
    const use = () =>
      owner.call({
        method: 'POST',
        url: '/v1/tents',
        payload: { name: 'x', prompt: 'x', template_id: template.id },
      });
    expect((await use()).statusCode).toBe(400);
    const approval = { id: template.id, isApproved: true };
    expect(await call(member, 'mutation', 'setApproval', approval)).toMatchObject({ status: 403 });

    expect((await call(admin, 'mutation', 'setApproval', approval)).data.approvedAt).toEqual(
      expect.any(String),
    );

    expect((await use()).statusCode).toBe(202);
    const audit = await world.database.db.auditEntry.findMany({
      where: { workspaceId: owner.workspaceId, targetId: template.id },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ action }) => action)).toEqual(['template.create', 'template.approve']);
  });

  test('changed HTML has to be approved again; a new name does not', async () => {
    const { id } = await make();
    await call(owner, 'mutation', 'setApproval', { id, isApproved: true });

    const renamed = await call(member, 'mutation', 'update', { id, name: 'New name' });
    expect(renamed.data).toMatchObject({ name: 'New name', approvedAt: expect.any(String) });
    const changed = await call(member, 'mutation', 'update', { id, html: `${HTML}{{city}}` });
    expect(changed.data).toMatchObject({ approvedAt: null });
    expect(changed.data.placeholders).toContain('city');
  });

  test('begins with the page of a tent; a tent without one is named', async () => {
    const tentId = await makeTent(world, owner);
    const { data } = await call(member, 'query', 'htmlOfTent', { tentId });
    expect(data.html).toContain('A launch page.');

    const idle = await upload(owner);
    expect(await call(member, 'query', 'htmlOfTent', { tentId: idle.tentId })).toMatchObject({
      status: 400,
    });
  });

  test.each([
    ['blank', '   '],
    ['too large', 'x'.repeat(524_289)],
    ['with NUL', 'a\0b'],
  ])('HTML that is %s is refused', async (_, html) => {
    const response = await call(member, 'mutation', 'create', { name: 'x', html });

    expect(response).toMatchObject({
      status: 400,
      error: { data: { issues: [{ path: 'html' }] } },
    });
  });

  test('is deleted; what was queued with it keeps its copy', async () => {
    const { id } = await make();
    await call(owner, 'mutation', 'setApproval', { id, isApproved: true });
    await owner.call({
      method: 'POST',
      url: '/v1/tents',
      payload: { name: 'x', prompt: 'x', template_id: id },
    });

    expect((await call(member, 'mutation', 'delete', { id })).status).toBe(200);

    expect((await call(member, 'query', 'list')).data.rows).toEqual([]);
    const generation = await world.database.db.generation.findFirstOrThrow({
      where: { workspaceId: owner.workspaceId },
    });
    expect(generation.templateHtml).toBe(HTML);
  });
});
