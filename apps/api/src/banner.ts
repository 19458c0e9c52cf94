import type { Demo } from './demo/demo.ts';
import { DOCS_PATH } from './rest/docs-page.ts';

/** What the operator sees when the server is ready: everything needed for a first call. */
export function banner(options: {
  url: string;
  publicUrl: string | undefined;
  demo: Demo | undefined;
  readyMs: number;
}): string {
  const { demo, readyMs } = options;
  const url = options.publicUrl ?? options.url;
  const lines = [
    `Tented is ready (${(readyMs / 1_000).toFixed(1)} s).`,
    '',
    `  Web app   ${url}`,
    `  API docs  ${url}${DOCS_PATH}`,
  ];
  if (!demo) {
    lines.push('', '  Sign up in the web app to make your first workspace.');
  } else {
    lines.push(
      `  Sign in   ${demo.email} / ${demo.password}   (workspace "${demo.workspace}", plan Pro)`,
    );
    lines.push('', ...firstCall(url, demo));
  }
  return `\n${lines.join('\n')}\n\n`;
}

function firstCall(url: string, { secret }: Demo): string[] {
  if (!secret) return ['  The demo key is no longer what it was: make a key in Settings > API.'];
  return [
    '  A first call:',
    '',
    `  curl ${url}/v1/contacts -H 'Authorization: Bearer ${secret}' \\`,
    `    -H 'Content-Type: application/json' -d '{"items":[{"email":"ada@example.com","first_name":"Ada"}]}'`,
  ];
}
