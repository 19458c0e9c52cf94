import type { Outputs } from '../../lib/trpc.ts';

export type Template = Outputs['templates']['list']['rows'][number];

export const NAME_CHARS_MAX = 80;

/** Example values, so that a preview shows where each one goes. */
export function withExampleValues(html: string): string {
  return html.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) =>
    escapeHtml(`[${name.replaceAll(/[._-]+/g, ' ')}]`),
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

export const STARTER_HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Hello {{first_name}}</title>
    <style>
      body { margin: 0; font: 1.125rem/1.6 system-ui, sans-serif; color: #1f1d1a; background: #faf9f7; }
      main { max-width: 40rem; margin: 0 auto; padding: 4rem 1.5rem; }
      h1 { font-size: 2.5rem; line-height: 1.15; }
    </style>
  </head>
  <body>
    <main>
      <h1>Hello {{first_name}}</h1>
      <p>We made this page for you and everybody at {{company}}.</p>
      {{content}}
    </main>
  </body>
</html>
`;
