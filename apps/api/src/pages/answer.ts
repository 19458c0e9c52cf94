import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorDetails } from '@tented/core';
import { type Failure, STATUS, toFailure } from '../errors.ts';
import { sendFailure } from '../plugins/failures.ts';
import { OWN_PAGE_POLICY, type OwnPage, PAGE_NOT_FOUND, renderOwnPage } from './own-pages.ts';

export function sendOwnPage(reply: FastifyReply, page: OwnPage): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': OWN_PAGE_POLICY,
    })
    .send(renderOwnPage(page));
}

export function sendPageNotFound(reply: FastifyReply): FastifyReply {
  return sendOwnPage(reply.code(404).header('cache-control', 'no-cache'), PAGE_NOT_FOUND);
}

/** Whether a script of a page is asking, rather than the person who reads the answer. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '');
}

/** Failures where people look for pages are pages; a script that sent JSON gets the one shape. */
export function sendPageFailure(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (wantsJson(request)) return sendFailure(thrown, request, reply);
  const failure = toFailure(thrown);
  if (STATUS[failure.code] >= 500) request.log.error({ err: thrown }, 'page failed');
  if (failure.code === 'not_found') return sendPageNotFound(reply);
  if (failure.retryAfterSeconds !== undefined) {
    reply.header('retry-after', failure.retryAfterSeconds);
  }
  reply.code(STATUS[failure.code]).header('cache-control', 'no-store');
  return sendOwnPage(reply, describe(failure));
}

function describe({ code, message, details }: Failure): OwnPage {
  if (code === 'payload_too_large') {
    return { title: FORM_FAILED, text: 'The form is larger than 64 KiB.' };
  }
  if (code === 'unsupported_media_type') {
    return { title: FORM_FAILED, text: 'It has to come as a form or as JSON.' };
  }
  const title = TITLES[code];
  const list = issuesIn(details);
  if (title !== undefined) return { title, text: list.length > 0 ? CORRECT_IT : message, list };
  return {
    title: 'This page cannot be shown right now',
    text: 'Something went wrong on our side. Try again in a moment.',
  };
}

const FORM_FAILED = 'The form could not be sent';
const CORRECT_IT = 'Go back, correct this, and send it again.';

const TITLES: Partial<Record<Failure['code'], string>> = {
  invalid_request: FORM_FAILED,
  rate_limited: 'One moment',
  method_not_allowed: 'This page can only be read',
};

function issuesIn(details: ErrorDetails | undefined): string[] {
  return (details?.issues ?? []).map(({ path, message }) =>
    path ? `${path}: ${message}` : message,
  );
}
