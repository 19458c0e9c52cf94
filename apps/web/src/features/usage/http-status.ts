export type StatusTone = 'success' | 'info' | 'warning' | 'danger';

// Words beside the number: a colour alone tells nothing to those who cannot see it.
const TEXTS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No content',
  304: 'Not modified',
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported type',
  422: 'Unprocessable',
  429: 'Too many requests',
  500: 'Server error',
  503: 'Unavailable',
};

const CLASS_TEXTS = {
  success: 'Success',
  info: 'Redirect',
  warning: 'Client error',
  danger: 'Server error',
} as const satisfies Record<StatusTone, string>;

export function statusText(status: number): string {
  return TEXTS[status] ?? CLASS_TEXTS[statusTone(status)];
}

export function statusTone(status: number): StatusTone {
  if (status >= 500) return 'danger';
  if (status >= 400) return 'warning';
  return status >= 300 ? 'info' : 'success';
}
