import { Anchor } from '@mantine/core';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export function NoApiKeys({ mayCreate }: { mayCreate: boolean }) {
  return (
    <EmptyState
      title="No API keys yet"
      text={
        mayCreate
          ? 'A key lets your programs create tents and keep contacts in this workspace. Create one, store it in your server’s environment, and send it with every request:'
          : 'A key lets programs create tents and keep contacts in this workspace. Once an owner or admin has made one, requests look like this:'
      }
    >
      <CodeBlock code={exampleCurl(window.location.origin)} />
      <Anchor href="/docs" target="_blank" rel="noopener" size="sm">
        Read the API docs
      </Anchor>
    </EmptyState>
  );
}

function exampleCurl(origin: string): string {
  return `curl ${origin}/v1/me \\\n  -H "Authorization: Bearer $TENTED_API_KEY"`;
}
