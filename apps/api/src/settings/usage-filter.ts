import { METHODS } from 'node:http';
import { isTimeZone, text } from '@tented/core';
import { z } from 'zod';
import { Id, Moment, StatusFilter } from '../rest/schemas.ts';

const KEYS_MAX = 50;
const STATUSES_MAX = 20;
const METHODS_MAX = 20;
const PATH_CHARS_MAX = 200;

/** What the Usage tab can ask for: the same for its list, its chart, its export and its live mode. */
export const UsageFilterInput = {
  keyIds: z.array(Id).max(KEYS_MAX).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  statuses: z.array(StatusFilter).max(STATUSES_MAX).optional(),
  methods: z.array(z.enum(METHODS, 'Not an HTTP method')).max(METHODS_MAX).optional(),
  path: text(PATH_CHARS_MAX).optional(),
  hasCredits: z.boolean().optional(),
};

export const TimeZone = z.string().refine(isTimeZone, 'Not a time zone');
