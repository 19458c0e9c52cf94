import { AppError } from '@tented/core';
import type { ErrorBody } from '../errors.ts';

export type PublicApi = {
  /** A request of the public API. Throws with the server's own words when it is refused. */
  send(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ answer: unknown; retryAfterSeconds: number | undefined }>;
};

/** A client of `/v1` like everybody else's: an address, a key, and `fetch`. */
export function createPublicApi({ url, key }: { url: string; key: string }): PublicApi {
  return {
    async send(method: 'GET' | 'POST', path: string, body?: object) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        const { cause } = error as { cause?: { message?: string } };
        throw new AppError(
          'unavailable',
          `Cannot reach ${url}: ${cause?.message ?? String(error)}`,
        );
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw toError(answer as ErrorBody);
      const retryAfter = response.headers.get('retry-after');
      return { answer, retryAfterSeconds: retryAfter === null ? undefined : Number(retryAfter) };
    },
  };
}

function toError({ error, code, request_id: requestId, details }: ErrorBody): AppError {
  const issues = (details?.issues ?? []).map(({ path, message }) => `\n  ${path}: ${message}`);
  const message = `${error}${issues.join('')} (${code}, request ${requestId})`;
  return new AppError('invalid_request', message);
}
