import {
  accountCredits,
  accountMe,
  accountUsage,
  bulkJobsCreate,
  bulkJobsGet,
  bulkJobsList,
  contactsCreate,
  contactsDelete,
  contactsDeleteByMethod,
  contactsGet,
  contactsList,
  contactsUpdate,
  templatesList,
  tentsCreate,
  tentsDelete,
  tentsEdit,
  tentsGenerations,
  tentsGet,
  tentsList,
  tentsPublish,
  tentsUnpublish,
  tentsUpload,
} from './generated/index.ts';
import { type Client, createClient, createConfig } from './generated/client/index.ts';

// The whole of the API as a stranger drives it, through the client made of the document alone.
// Nothing here knows the server's code: what does not compile is what the document gets wrong.

export type Situation = {
  baseUrl: string;
  key: string;
  /** Lets the background work of the server run until nothing is left to do. */
  work(): Promise<void>;
};

/** What was found out on the way, for the test to judge. */
export type Findings = Awaited<ReturnType<typeof runWorkflow>>;

export async function runWorkflow({ baseUrl, key, work }: Situation) {
  const client = createClient(createConfig({ baseUrl, auth: () => key }));
  return {
    account: await lookAround(client),
    contacts: await keepContacts(client),
    tent: await makeTent(client, work),
    bulk: await makeManyTents(client, work),
    ledger: await countCredits(client),
  };
}

async function lookAround(client: Client) {
  const { data: me } = await accountMe({ client, throwOnError: true });
  const nobody = createClient(
    createConfig({ ...client.getConfig(), auth: () => 'tented_nonsense' }),
  );
  const { error, response } = await accountMe({ client: nobody });
  return {
    plan: me.workspace.plan,
    scope: me.key.scope,
    refusal: { status: response?.status, code: error?.code },
  };
}

async function keepContacts(client: Client) {
  const request = {
    client,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
    body: { items: [{ email: 'ada@example.com', first_name: 'Ada' }, { first_name: 'Nobody' }] },
    throwOnError: true as const,
  };
  const { data: created } = await contactsCreate(request);
  const again = await contactsCreate(request);
  const [first, second] = created.results;
  const id = first?.status === 'accepted' ? first.contact_id : '';

  await contactsUpdate({
    client,
    body: { items: [{ contact_id: id, company: 'Engines', phone: '+49 30 1234567' }] },
    throwOnError: true,
  });
  const { data: contact } = await contactsGet({
    client,
    path: { contactId: id },
    throwOnError: true,
  });
  const { data: page } = await contactsList({
    client,
    query: { q: 'engine', limit: 10 },
    throwOnError: true,
  });
  const { data: deleted } = await contactsDelete({
    client,
    body: { items: [{ phone: '+49301234567' }, { email: 'nobody@example.com' }] },
    throwOnError: true,
  });
  const { data: none } = await contactsDeleteByMethod({
    client,
    body: { items: [{ contact_id: id }] },
    throwOnError: true,
  });
  const gone = await contactsGet({ client, path: { contactId: id } });
  return {
    rejection: second?.status === 'rejected' ? second.error.code : undefined,
    isReplayEqual: JSON.stringify(again.data) === JSON.stringify(created),
    replayed: again.response.headers.get('idempotency-replayed'),
    contact: { company: contact.company, phone: contact.phone },
    found: page.data.map(({ email }) => email),
    deleted: [deleted.accepted, deleted.rejected, none.accepted],
    gone: { status: gone.response?.status, code: gone.error?.code },
  };
}

async function makeTent(client: Client, work: () => Promise<void>) {
  const { data: asset } = await tentsUpload({
    client,
    path: { tentId: 'new' },
    body: { file: new File(['name,price\nTea,3\n'], 'prices.csv', { type: 'text/csv' }) },
    throwOnError: true,
  });
  const { data: created, response } = await tentsCreate({
    client,
    body: {
      name: 'Tea house',
      prompt: 'A page for a tea house: hero, prices, lead form.',
      tent_id: asset.actual_tent_id,
      asset_ids: [asset.asset_id],
      auto_publish: true,
      custom_page_alias: 'tea',
    },
    throwOnError: true,
  });
  const path = { tentId: created.id };
  const queued = await tentsGet({ client, path, throwOnError: true });
  await work();
  const { data: tent } = await tentsGet({ client, path, throwOnError: true });

  await tentsEdit({ client, path, body: { prompt: 'Warmer colours.' }, throwOnError: true });
  await work();
  const { data: generations } = await tentsGenerations({ client, path, throwOnError: true });
  const { data: published } = await tentsPublish({
    client,
    path,
    body: { custom_page_alias: 'tea-house' },
    throwOnError: true,
  });
  const taken = await takeAlias(client, work);
  await tentsUnpublish({ client, path, throwOnError: true });
  const { data: list } = await tentsList({
    client,
    query: { q: 'Tea', status: 'completed' },
    throwOnError: true,
  });
  const { data: deleted } = await tentsDelete({ client, path, throwOnError: true });
  return {
    uploaded: { name: asset.filename, size: asset.file_size },
    charged: response.headers.get('tented-credits-charged'),
    retryAfter: queued.response.headers.get('retry-after'),
    status: [queued.data.status, tent.status],
    alias: [
      tent.publication?.applied_custom_page_alias,
      published.publication.applied_custom_page_alias,
    ],
    generations: generations.data.map(({ kind }) => kind),
    taken,
    listed: list.data.length,
    isDeleted: deleted.tent_id === created.id,
  };
}

/** Another tent wants the address that is taken. */
async function takeAlias(client: Client, work: () => Promise<void>) {
  const { data: other } = await tentsCreate({
    client,
    body: { name: 'Other', prompt: 'Another page.' },
    throwOnError: true,
  });
  await work();
  const { error, response } = await tentsPublish({
    client,
    path: { tentId: other.id },
    body: { custom_page_alias: 'tea-house' },
  });
  return { status: response?.status, code: error?.code };
}

async function makeManyTents(client: Client, work: () => Promise<void>) {
  const { data: templates } = await templatesList({
    client,
    query: { approved: 'true' },
    throwOnError: true,
  });
  const { data: job } = await bulkJobsCreate({
    client,
    body: {
      template_id: templates.data[0]?.id ?? '',
      default_tent_name_prefix: 'Invitation',
      items: [
        { client_item_id: 'a', input_data: { name: 'Ada' } },
        { client_item_id: 'b', custom_page_alias: 'Not An Alias' },
      ],
      metadata: { campaign: 'spring' },
    },
    throwOnError: true,
  });
  await work();
  const { data: done } = await bulkJobsGet({
    client,
    path: { bulkJobId: job.bulk_job_id },
    throwOnError: true,
  });
  const { data: jobs } = await bulkJobsList({ client, throwOnError: true });
  return {
    accepted: job.accepted,
    rejected: job.items.flatMap((item) => (item.status === 'rejected' ? item.error.code : [])),
    status: done.status,
    names: done.items.map(({ tent_name: name }) => name),
    metadata: done.metadata,
    jobs: jobs.data.length,
  };
}

async function countCredits(client: Client) {
  const { data: credits } = await accountCredits({ client, throwOnError: true });
  const { data: charges } = await accountUsage({
    client,
    query: { method: 'POST', status: '202', limit: 100 },
    throwOnError: true,
  });
  return {
    used: credits.used,
    charged: charges.data.reduce((sum, row) => sum + row.credits_charged, 0),
  };
}
