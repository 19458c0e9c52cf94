import { Anchor } from '@mantine/core';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export function NoTents() {
  return (
    <EmptyState
      title="No tents yet"
      text="A tent is a page made for somebody. Ask for the first one with an API key; it costs one credit, and appears here while it is being made:"
    >
      <CodeBlock code={exampleCurl(window.location.origin)} />
      <Anchor href="/docs" target="_blank" rel="noopener" size="sm">
        Read the API docs
      </Anchor>
    </EmptyState>
  );
}

function exampleCurl(origin: string): string {
  const body = {
    name: 'Spring launch',
    prompt: 'A launch page with hero, features, pricing and a lead form.',
    auto_publish: true,
  };
  return [
    `curl ${origin}/v1/tents \\`,
    `  -H "Authorization: Bearer $TENTED_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
