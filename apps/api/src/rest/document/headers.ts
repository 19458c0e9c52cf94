type Header = {
  description: string;
  required: boolean;
  schema: { type: 'string' | 'integer'; [keyword: string]: unknown };
  example?: unknown;
};

/**
 * Headers of answers, for `components.headers`. A name that ends in `Maybe` is one that an
 * answer has under a condition its description names.
 */
export function headersOf(rateLimitPerMinute: number): Record<string, Header> {
  return { ...HEADERS, ...rateLimitHeaders(rateLimitPerMinute) };
}

/** The name on the wire of each of them. */
export const HEADER_NAMES: Record<string, string> = {
  RequestId: 'X-Request-Id',
  CreditsCharged: 'Tented-Credits-Charged',
  CreditsRemaining: 'Tented-Credits-Remaining',
  CreditsRemainingMaybe: 'Tented-Credits-Remaining',
  RateLimitPolicy: 'RateLimit-Policy',
  RateLimitPolicyMaybe: 'RateLimit-Policy',
  RateLimit: 'RateLimit',
  RateLimitMaybe: 'RateLimit',
  RetryAfter: 'Retry-After',
  RetryAfterMaybe: 'Retry-After',
  Allow: 'Allow',
  Authenticate: 'WWW-Authenticate',
  IdempotencyReplayedMaybe: 'Idempotency-Replayed',
};

const required = (header: Omit<Header, 'required'>): Header => ({ ...header, required: true });
const maybe = (header: Omit<Header, 'required'>, when: string): Header => ({
  ...header,
  description: `${header.description} ${when}`,
  required: false,
});

const creditsRemaining = {
  description: 'Credits left in this month.',
  schema: { type: 'integer' as const, minimum: 0 },
  example: 97,
};

const retryAfter = {
  description: 'Seconds after which it is worth asking again.',
  schema: { type: 'integer' as const, minimum: 0 },
  example: 10,
};

const HEADERS = {
  RequestId: required({
    description: 'A UUIDv7 of the moment of arrival; the same id is the row in the usage log.',
    schema: { type: 'string', format: 'uuid' },
    example: '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10',
  }),
  CreditsCharged: required({
    description: 'Credits that this request consumed.',
    schema: { type: 'integer', minimum: 0 },
    example: 0,
  }),
  CreditsRemaining: required(creditsRemaining),
  CreditsRemainingMaybe: maybe(creditsRemaining, 'Where credits were looked at.'),
  RetryAfter: required(retryAfter),
  RetryAfterMaybe: maybe(retryAfter, 'While there is something to wait for.'),
  Allow: required({
    description: 'The methods that the path knows.',
    schema: { type: 'string', pattern: '^[A-Z]+(, [A-Z]+)*$' },
    example: 'GET, HEAD',
  }),
  Authenticate: required({
    description: 'How to authenticate.',
    schema: { type: 'string', enum: ['Bearer'] },
    example: 'Bearer',
  }),
  IdempotencyReplayedMaybe: maybe(
    {
      description: 'The answer is a repetition of the first one with this `Idempotency-Key`.',
      schema: { type: 'string', enum: ['true'] },
      example: 'true',
    },
    'Only on repetitions.',
  ),
} satisfies Record<string, Header>;

const POLICY_ITEM = '"(requests|credits)";q=\\d+;w=\\d+';
const LIMIT_ITEM = '"(requests|credits)";r=\\d+;t=\\d+';
const listOf = (item: string) => `^${item}(, ${item})*$`;

function rateLimitHeaders(perMinute: number): Record<string, Header> {
  const policy = {
    description:
      'The limits that apply: `q` is the quota, `w` the window in seconds (draft-ietf-httpapi-ratelimit-headers-11). Policies: `requests`, for each key; `credits`, for the workspace and the calendar month, where credits are concerned.',
    schema: { type: 'string' as const, pattern: listOf(POLICY_ITEM) },
    example: perMinute > 0 ? `"requests";q=${perMinute};w=60` : '"credits";q=100;w=2678400',
  };
  const limit = {
    description: 'What is left of them: `r` remains, `t` seconds to the reset.',
    schema: { type: 'string' as const, pattern: listOf(LIMIT_ITEM) },
    example: perMinute > 0 ? `"requests";r=${perMinute - 2};t=41` : '"credits";r=97;t=86400',
  };
  const when = 'Where the key is known.';
  return {
    RateLimitPolicy: required(policy),
    RateLimitPolicyMaybe: maybe(policy, when),
    RateLimit: required(limit),
    RateLimitMaybe: maybe(limit, when),
  };
}

/** Statuses that can be answered before the key is known, or without knowing it. */
const KEYLESS = new Set([401, 429, 503]);
/** Refusals that an `Idempotency-Key` keeps and repeats. */
const KEPT = new Set([400, 403, 404]);

/** The headers of an operation's answer, by their names in `components.headers`. */
export function headerNamesOf(
  status: number,
  {
    isWrite,
    showsCredits,
    isPolled,
    isLimited,
  }: { isWrite: boolean; showsCredits: boolean; isPolled: boolean; isLimited: boolean },
): string[] {
  const isSuccess = status < 300;
  const maybe = KEYLESS.has(status) || !isLimited ? 'Maybe' : '';
  return [
    'RequestId',
    'CreditsCharged',
    ...(showsCredits ? [isSuccess ? 'CreditsRemaining' : 'CreditsRemainingMaybe'] : []),
    ...(isLimited || showsCredits ? [`RateLimitPolicy${maybe}`, `RateLimit${maybe}`] : []),
    ...(status === 401 ? ['Authenticate'] : []),
    ...(status === 405 ? ['Allow'] : []),
    ...(status === 429 || status === 503 ? ['RetryAfter'] : []),
    ...(status === 409 || (isSuccess && isPolled) ? ['RetryAfterMaybe'] : []),
    ...(isWrite && (isSuccess || KEPT.has(status)) ? ['IdempotencyReplayedMaybe'] : []),
  ];
}
