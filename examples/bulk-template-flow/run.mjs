// From a spreadsheet to published pages: one request for all rows, then wait for the pages.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const url = process.env.TENTED_URL ?? 'http://localhost:3000';
const key = process.env.TENTED_KEY;
const file = process.argv[2] ?? new URL('people.csv', import.meta.url);

if (!key) fail('Set TENTED_KEY to an API key (Settings > API).');
const csv = await readFile(file, 'utf8');
const people = parseCsv(csv);
const template = await chooseTemplate();
console.log(`${people.length} rows, template "${template.name}" (${template.id})`);

const job = await call('POST', '/v1/tents/bulk', {
  headers: { 'idempotency-key': `people-${hashOf(template.id + csv)}` },
  body: {
    template_id: template.id,
    auto_publish: true,
    default_tent_name_prefix: 'Invitation',
    client_job_descriptor: 'bulk-template-flow',
    items: people.map(({ alias, ...values }, index) => ({
      client_item_id: `row-${index + 1}`,
      input_data: values,
      ...(alias && { custom_page_alias: alias }),
    })),
  },
});
console.log(
  `${job.accepted} accepted, ${job.rejected} rejected; ${job.credits.charged} credits charged, ${job.credits.remaining} left`,
);

const done = await waitFor(job.bulk_job_id);
for (const item of done.items) {
  const what = item.published_url ?? `${item.status}: ${item.error?.message ?? ''}`;
  console.log(`${item.client_item_id}\t${what}`);
}
console.log(
  `${done.status}: ${done.completed} pages, ${done.failed} failed, ${done.rejected} rejected`,
);
if (done.status === 'failed') process.exitCode = 1;

async function chooseTemplate() {
  const { data } = await call('GET', '/v1/templates?approved=true');
  const wanted = process.env.TENTED_TEMPLATE;
  const found = wanted ? data.find(({ id }) => id === wanted) : data[0];
  return found ?? fail('There is no approved template: approve one in the web app.');
}

async function waitFor(id) {
  for (;;) {
    const { body, headers } = await send('GET', `/v1/bulk-jobs/${id}`);
    const seconds = headers.get('retry-after');
    if (seconds === null) return body;
    console.log(`${body.status}: ${body.completed} of ${body.total - body.rejected} …`);
    await setTimeout(Number(seconds) * 1_000);
  }
}

async function call(method, path, options) {
  return (await send(method, path, options)).body;
}

async function send(method, path, { headers = {}, body } = {}) {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) {
    const issues = (answer.details?.issues ?? []).map(
      (issue) => `\n  ${issue.path}: ${issue.message}`,
    );
    fail(
      `${response.status} ${answer.code}: ${answer.error}${issues.join('')} (request ${answer.request_id})`,
    );
  }
  return { body: answer, headers: response.headers };
}

/** Rows as objects; fields may be quoted, and then hold commas and doubled quotes. */
function parseCsv(text) {
  const [head, ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
        quoted === undefined ? plain : quoted.replaceAll('""', '"'),
      ),
    );
  return rows.map((row) =>
    Object.fromEntries(head.map((name, column) => [name, row[column] ?? ''])),
  );
}

function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
