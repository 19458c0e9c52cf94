import { Button, Checkbox, Popover, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Outputs, trpc } from '../../lib/trpc.ts';
import { IconChevronDown } from '../../ui/icons.ts';
import classes from './usage-page.module.css';

type ApiKey = Outputs['apiKeys']['list'][number];

type KeyFilterProps = { value: string[]; onChange: (keyIds: string[]) => void };

/** Deleted keys are offered too: their requests stay in the log. */
export function KeyFilter({ value, onChange }: KeyFilterProps) {
  const { workspace } = useParams({ from: '/w/$workspace' });
  const apiKeys = useQuery(trpc.apiKeys.list.queryOptions({ workspace, includeDeleted: true }));
  const choices = apiKeys.data ?? [];
  const label = labelOf(value, choices);

  return (
    <Popover position="bottom-start" shadow="md" width={288} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          fw={400}
          px="sm"
          justify="space-between"
          rightSection={<IconChevronDown size={15} stroke={1.75} aria-hidden />}
          aria-label={`Filter by key: ${label}`}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Filter by key">
        {choices.length === 0 && (
          <Text size="sm" c="dimmed" p={6}>
            {apiKeys.isPending ? 'Loading…' : 'There are no keys yet.'}
          </Text>
        )}
        <Checkbox.Group value={value} onChange={onChange} aria-label="Keys">
          <div className={classes.keys}>
            {choices.map((apiKey) => (
              <KeyChoice key={apiKey.id} apiKey={apiKey} />
            ))}
          </div>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function KeyChoice({ apiKey: { id, name, prefix, status } }: { apiKey: ApiKey }) {
  return (
    <Checkbox
      className={classes.choice}
      size="xs"
      value={id}
      label={
        <>
          {name}
          {status === 'deleted' && (
            <Text span size="xs" c="dimmed">
              {' '}
              (deleted)
            </Text>
          )}
          <span className={classes.masked}>{prefix}</span>
        </>
      }
    />
  );
}

function labelOf(keyIds: string[], apiKeys: ApiKey[]): string {
  if (keyIds.length === 0) return 'All keys';
  if (keyIds.length > 1) return `${keyIds.length} keys`;
  return apiKeys.find(({ id }) => id === keyIds[0])?.name ?? '1 key';
}
