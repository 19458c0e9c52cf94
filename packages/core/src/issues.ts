import type { z } from 'zod';
import type { Issue } from './errors.ts';

/** What Zod found wrong, with the paths a caller can find in what they sent. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...issue.path, key].map(String).join('.'),
        message: 'Unknown field',
      }));
    }
    return [{ path: issue.path.map(String).join('.'), message: issue.message }];
  });
}
