import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { hasFilters, type UsageSearch } from './usage-search.ts';

const HERE = '/w/$workspace/settings/api/usage';

/** No rows: because nothing matches, or because nothing was ever sent. */
export function NoUsage({ search }: { search: UsageSearch }) {
  if (hasFilters(search)) {
    return (
      <EmptyState
        title="Nothing matches"
        text="No request fits all of these filters. Take one away, or choose a longer range."
      >
        <ButtonLink variant="default" size="xs" from={HERE} to="." search={{}}>
          Show all requests
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No requests yet"
      text="Every request with one of this workspace’s keys appears here the moment it is answered. Send the first one:"
    >
      <CodeBlock
        code={`curl ${window.location.origin}/v1/me \\\n  -H "Authorization: Bearer $TENTED_API_KEY"`}
      />
      <AnchorLink from={HERE} to=".." size="sm">
        Create an API key
      </AnchorLink>
    </EmptyState>
  );
}
