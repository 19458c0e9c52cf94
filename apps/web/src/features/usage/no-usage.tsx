import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { hasFilters, type UsageSearch } from './usage-search.ts';

const HERE = '/w/$workspace/settings/api/usage';

/** No rows: because nothing was ever sent, nothing matches, or the log ends before this page. */
export function NoUsage({ search }: { search: UsageSearch }) {
  if (hasFilters(search)) {
    return (
      <EmptyState
        title="Nothing matches"
        text="No request was made with these keys in this time. Choose other keys or a longer range."
      >
        <ButtonLink variant="default" from={HERE} to="." search={{}}>
          Show all requests
        </ButtonLink>
      </EmptyState>
    );
  }
  if (search.cursor) {
    return (
      <EmptyState title="No older requests" text="The log ends before this page.">
        <ButtonLink variant="default" from={HERE} to="." search={{}}>
          Go to the newest
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
