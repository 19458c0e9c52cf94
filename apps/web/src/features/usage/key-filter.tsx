import { Checkbox, Text } from '@mantine/core';
import { PopoverButton } from '../../ui/popup-buttons.tsx';
import { FilterButton } from './filter-button.tsx';
import type { ApiKey } from './use-api-keys.ts';
import classes from './usage-filters.module.css';

type KeyFilterProps = {
  value: string[];
  apiKeys: ApiKey[] | undefined;
  onChange: (keyIds: string[]) => void;
};

/** Deleted keys are offered too: their requests stay in the log. */
export function KeyFilter({ value, apiKeys, onChange }: KeyFilterProps) {
  const names = value.map((id) => apiKeys?.find((key) => key.id === id)?.name ?? 'unknown key');

  return (
    <PopoverButton
      label="Filter by key"
      width={288}
      button={
        <FilterButton
          label="Key"
          value={names.length > 0 ? names.join(', ') : 'all keys'}
          count={value.length}
        />
      }
    >
      {!apiKeys?.length && (
        <Text size="sm" c="dimmed" p={6}>
          {apiKeys ? 'There are no keys yet.' : 'Loading…'}
        </Text>
      )}
      <Checkbox.Group value={value} onChange={onChange} aria-label="Keys">
        <div className={classes.choices}>
          {apiKeys?.map((apiKey) => (
            <KeyChoice key={apiKey.id} apiKey={apiKey} />
          ))}
        </div>
      </Checkbox.Group>
    </PopoverButton>
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
          {status !== 'active' && (
            <Text span size="xs" c="dimmed">
              {' '}
              ({status})
            </Text>
          )}
          <span className={classes.masked}>{prefix}</span>
        </>
      }
    />
  );
}
