import type { LivePage, ViewRecorder } from '@tented/core';
import type { FastifyRequest } from 'fastify';
import { arrivedAt } from '../request-id.ts';

/** In which proxies tell the country of a visitor, when the operator names no other. */
const COUNTRY_HEADERS = [
  'cf-ipcountry',
  'x-vercel-ip-country',
  'cloudfront-viewer-country',
  'x-appengine-country',
];

/** Takes note of a view, unless it was no view, or somebody asked not to be noticed. */
export function noteView(
  request: FastifyRequest,
  page: LivePage,
  { views, countryHeader }: { views: ViewRecorder; countryHeader: string | undefined },
): void {
  const { headers } = request;
  if (request.method !== 'GET' || headers.dnt === '1' || headers['sec-gpc'] === '1') return;
  const countryHeaders = countryHeader === undefined ? COUNTRY_HEADERS : [countryHeader];
  views.record({
    workspaceId: page.workspaceId,
    tentId: page.tentId,
    id: request.id,
    at: arrivedAt(request.id),
    address: request.ip,
    userAgent: headers['user-agent'] ?? '',
    referrer: headers.referer,
    countryCode: countryHeaders
      .map((name) => headers[name])
      .find((value) => typeof value === 'string'),
  });
}
