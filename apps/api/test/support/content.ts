import {
  createTemplate,
  deleteFiles,
  type GenerationInput,
  generateTent,
  type TentGenerator,
} from '@tented/core';
import type { TestApp, TestMember } from './test-app.ts';

// Tents, assets and templates for tests, and a worker that runs when it is told to.

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const BOUNDARY = 'tented-test-boundary';

/** A request that uploads one file. */
export function uploadRequest({
  tentId = 'new',
  filename = 'logo.png',
  contentType = 'image/png',
  bytes = PNG,
} = {}) {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: ${contentType}\r\n\r\n`;
  return {
    method: 'POST' as const,
    url: `/v1/tents/${tentId}/assets`,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  };
}

/** An uploaded picture: the asset's id, and its tent's. */
export async function upload(
  member: TestMember,
  options?: Parameters<typeof uploadRequest>[0],
): Promise<{ assetId: string; tentId: string }> {
  const response = await member.call(uploadRequest(options));
  if (response.statusCode !== 201) throw new Error(response.body);
  const { asset_id: assetId, actual_tent_id: tentId } = response.json();
  return { assetId, tentId };
}

export async function makeTemplate(
  { services }: Pick<TestApp, 'services'>,
  member: TestMember,
  { html = '<!doctype html><title>T</title><h1>Hello {{first_name}}</h1>', isApproved = true } = {},
): Promise<string> {
  const { id } = await createTemplate(
    services.db,
    { userId: member.userId, at: services.clock() },
    { workspaceId: member.workspaceId, name: 'Invitation', html, isApproved },
  );
  return id;
}

/** Makes plain pages that say what they were asked for. */
export const plainGenerator: TentGenerator = {
  generate: async (input) => ({ html: plainPage(input) }),
};

function plainPage({ prompt, instructions, inputData, previousHtml }: GenerationInput): string {
  const asked = JSON.stringify({ prompt, instructions, inputData, isEdit: previousHtml !== null });
  return `<!doctype html><html lang="en"><title>Page</title><body><pre>${asked.replaceAll('<', '&lt;')}</pre></body></html>`;
}

/** Does the work that waits for tents of this workspace, in its order, until nothing waits. */
export async function makePages(
  { services }: Pick<TestApp, 'services'>,
  { workspaceId }: TestMember,
  generator: TentGenerator = plainGenerator,
): Promise<void> {
  const { db, pool, jobs, clock, files } = services;
  for (;;) {
    const waiting = await db.generation.findMany({
      where: { workspaceId, status: { in: ['queued', 'generating'] } },
      select: { tentId: true },
      distinct: ['tentId'],
    });
    if (waiting.length === 0) return;
    for (const { tentId } of waiting) {
      await generateTent({ pool, jobs, clock, files, generator }, { workspaceId, tentId });
    }
  }
}

/** A tent with a completed page. */
export async function makeTent(
  world: Pick<TestApp, 'services'>,
  member: TestMember,
  payload: object = {},
): Promise<string> {
  const response = await member.call({
    method: 'POST',
    url: '/v1/tents',
    payload: { name: 'Spring launch', prompt: 'A launch page.', ...payload },
  });
  if (response.statusCode !== 202) throw new Error(response.body);
  await makePages(world, member);
  return response.json().id;
}

/** Does the work that waits for files which may have lost their last mention. */
export async function clearFiles({ services }: Pick<TestApp, 'services'>): Promise<void> {
  const { rows } = await services.pool.query<{ data: Parameters<typeof deleteFiles>[1] }>(
    `DELETE FROM pgboss.job WHERE name = 'files.delete' RETURNING data`,
  );
  for (const { data } of rows) await deleteFiles(services, data);
}
