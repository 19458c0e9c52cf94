import {
  AppError,
  type Clock,
  FormFields,
  isTrapped,
  issuesOf,
  submitForm,
  TENT_FIELD,
} from '@tented/core';
import type { Pool } from '@tented/db';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limitAddress } from '../plugins/rate-limit.ts';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import { sendOwnPage, wantsJson } from './answer.ts';

type Options = { pool: Pool; clock: Clock; rateLimits: RateLimits };
type FormRoute = {
  Params: { workspace: string };
  Querystring: { tent?: string | string[] };
};

const FORM_BYTES_MAX = 65_536;

/**
 * Takes what people send from published pages, as a form or, by a script of the page, as JSON.
 * Pages have no origin of their own, so a script's request comes from nowhere: anybody may
 * send, and nothing but the outcome is told.
 */
export function takeForms(scope: FastifyInstance, { pool, clock, rateLimits }: Options): void {
  readForms(scope);

  scope.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
  });

  scope.options('/p/:workspace/submit', (_request, reply) =>
    reply
      .headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': 86_400,
      })
      .code(204)
      .send(),
  );

  scope.post<FormRoute>(
    '/p/:workspace/submit',
    {
      bodyLimit: FORM_BYTES_MAX,
      onRequest: (request) => limitAddress(rateLimits.forms, request),
    },
    async (request, reply) => {
      const fields = readFields(request.body);
      // A program that believes it was heard does not come back with something better.
      if (!isTrapped(fields)) {
        const tentId = tentOf(request, fields);
        await submitForm({ pool, clock }, { slug: request.params.workspace, tentId, fields });
      }
      return thank(request, reply);
    },
  );
}

function readForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    scope.getDefaultJsonParser('ignore', 'ignore'),
  );
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => {
      const values = Map.groupBy(new URLSearchParams(body), ([name]) => name);
      return Object.fromEntries(
        Array.from(values, ([name, pairs]) => {
          const texts = pairs.map(([, text]) => text);
          return [name, texts.length === 1 ? texts[0] : texts];
        }),
      );
    },
  );
}

function readFields(body: unknown): FormFields {
  const parsed = FormFields.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_request', 'The form cannot be read.', {
    details: { issues: issuesOf(parsed.error) },
  });
}

/** A form names its tent in a field or in the address that it is sent to. */
function tentOf({ query }: FastifyRequest<FormRoute>, fields: FormFields): string | undefined {
  const named = fields[TENT_FIELD] ?? query.tent;
  const last = Array.isArray(named) ? named.at(-1) : named;
  return typeof last === 'string' ? last : undefined;
}

function thank(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (wantsJson(request)) return reply.send({ status: 'received' });
  return sendOwnPage(reply, {
    title: 'Thank you',
    text: 'What you sent has arrived. You can close this page.',
  });
}
