import type { Outputs } from '../../lib/trpc.ts';

export type ApiKey = Outputs['apiKeys']['list'][number];

/** The server's own limit, so that a field stops before the server has to refuse. */
export const NAME_CHARS_MAX = 80;
