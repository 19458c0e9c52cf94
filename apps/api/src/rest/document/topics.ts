import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TOPICS_DIR = path.resolve(import.meta.dirname, '../../../../../docs/api');

/** What the guide says before the operations, in its order; the other files are about a resource. */
export const GUIDE = [
  'getting-started',
  'authentication',
  'requests',
  'errors',
  'credits',
  'idempotency',
  'pagination',
  'rate-limits',
  'polling',
  'usage-log',
] as const;

/** The address that the files name; a running server puts in its own. */
const WRITTEN_URL = 'http://localhost:3000';

/** A file of docs/api, in Markdown; it says the address of this installation. */
export function readTopic(name: string, publicUrl = WRITTEN_URL): string {
  const text = readFileSync(path.join(TOPICS_DIR, `${name}.md`), 'utf8');
  return text.replaceAll(WRITTEN_URL, publicUrl).trim();
}

/** The whole guide as one text: what stands above the operations in the reference. */
export function readGuide(publicUrl: string): string {
  return GUIDE.map((name) => readTopic(name, publicUrl)).join('\n\n');
}

/** Every topic, by the name of its file. */
export function listTopics(): string[] {
  return readdirSync(TOPICS_DIR)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.slice(0, -'.md'.length));
}
