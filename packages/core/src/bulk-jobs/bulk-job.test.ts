import { expect, test } from 'vitest';
import { bulkStatusOf, type BulkItemStatus, countItems } from './bulk-job.ts';

test.each<[string, BulkItemStatus[]]>([
  ['accepted', ['queued', 'queued']],
  ['accepted', ['queued', 'rejected']],
  ['running', ['generating', 'queued']],
  ['running', ['completed', 'queued']],
  ['running', ['failed', 'queued']],
  ['completed', ['completed', 'completed']],
  ['completed', ['completed', 'rejected']],
  ['completed_with_failures', ['completed', 'failed']],
  ['failed', ['failed', 'failed']],
  ['failed', ['failed', 'rejected']],
  ['failed', ['rejected', 'rejected']],
])('a job is %s with items %j', (status, items) => {
  expect(bulkStatusOf(countItems(items.map((item) => ({ status: item }))))).toBe(status);
});
