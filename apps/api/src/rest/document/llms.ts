import type { Document } from './build-document.ts';
import { GUIDE, readTopic } from './topics.ts';

type Listed = { summary?: string; 'x-credits'?: number; tags?: string[] };

/** `/llms.txt`: what this is and where to read on, for programs that read (llmstxt.org). */
export function toLlmsTxt(document: Document, publicUrl: string): string {
  return [
    '# Tented API',
    '',
    '> REST API of a Tented workspace: tents (generated web pages) and contacts, with API keys, exact credits and a complete usage log. JSON over HTTPS, `Authorization: Bearer <key>`.',
    '',
    `- Base URL: ${publicUrl}`,
    `- [OpenAPI document](${publicUrl}/v1/openapi.json): every operation, every error, examples`,
    `- [Everything in one file](${publicUrl}/llms-full.txt)`,
    '',
    '## Guide',
    '',
    ...GUIDE.map((name) => `- [${titleOf(name)}](${publicUrl}/docs/${name}.md)`),
    '',
    '## Operations',
    '',
    ...listLines(document),
    '',
  ].join('\n');
}

/** `/llms-full.txt`: the guide, what is said of each resource, and the operations. */
export function toLlmsFullTxt(document: Document, publicUrl: string): string {
  const guide = GUIDE.map((name) => readTopic(name, publicUrl));
  const resources = (document.tags ?? []).map(
    ({ name, description = '' }) => `# ${name}\n\n${description}`,
  );
  const operations = ['# Operations', '', ...listLines(document)].join('\n');
  return [...guide, ...resources, operations, ''].join('\n\n');
}

function listLines(document: Document): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Listed>).map(([method, operation]) => {
      const credits = operation['x-credits'] ?? 0;
      const price = credits > 0 ? ` (${credits} ${credits === 1 ? 'credit' : 'credits'})` : '';
      return `- \`${method.toUpperCase()} ${path}\`: ${operation.summary ?? ''}${price}`;
    }),
  );
}

/** The first line of a topic is its title. */
function titleOf(name: string): string {
  return readTopic(name).split('\n', 1)[0]?.replace(/^# /, '') ?? name;
}
