import { Button } from '@mantine/core';
import { formatRange } from '../../lib/format.ts';
import { IconX } from '../../ui/icons.ts';
import { rangeLabel } from './range-filter.tsx';
import type { ApiKey } from './use-api-keys.ts';
import classes from './usage-filters.module.css';
import type { UsageFilters } from './usage-search.ts';

type Chip = { label: string; value: string; rest: UsageFilters };

type FilterChipsProps = {
  filters: UsageFilters;
  apiKeys: ApiKey[] | undefined;
  onChange: (filters: UsageFilters) => void;
};

/** The filters in force, each to be taken away by itself, and all at once. */
export function FilterChips({ filters, apiKeys, onChange }: FilterChipsProps) {
  const chips = chipsOf(filters, apiKeys);
  if (chips.length === 0) return null;

  return (
    <ul className={classes.chips} aria-label="Active filters">
      {chips.map(({ label, value, rest }) => (
        <li key={`${label} ${value}`}>
          <button
            type="button"
            className={classes.chip}
            aria-label={`Remove filter: ${label} ${value}`}
            onClick={() => onChange(rest)}
          >
            <span className={classes.chipLabel}>{label}</span> {value}
            <IconX size={12} stroke={2} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          className={classes.reset}
          onClick={() => onChange({})}
        >
          Reset
        </Button>
      </li>
    </ul>
  );
}

function chipsOf(filters: UsageFilters, apiKeys: ApiKey[] | undefined): Chip[] {
  const { range, key = [], status = [], method = [], path, credits } = filters;
  const nameOf = (id: string) => apiKeys?.find((apiKey) => apiKey.id === id)?.name ?? '…';

  return [
    ...(range
      ? [
          {
            label: 'Time',
            value: rangeText(filters),
            rest: without(filters, 'range', 'from', 'to'),
          },
        ]
      : []),
    ...key.map((id) => ({ label: 'Key', value: nameOf(id), rest: less(filters, 'key', id) })),
    ...status.map((value) => ({ label: 'Status', value, rest: less(filters, 'status', value) })),
    ...method.map((value) => ({ label: 'Method', value, rest: less(filters, 'method', value) })),
    ...(path ? [{ label: 'Path', value: `“${path}”`, rest: without(filters, 'path') }] : []),
    ...(credits ? [{ label: 'Credits', value: '> 0', rest: without(filters, 'credits') }] : []),
  ];
}

function rangeText({ range, from, to }: UsageFilters): string {
  return range === 'custom' && (from || to) ? formatRange(from, to) : rangeLabel(range);
}

function without(filters: UsageFilters, ...names: (keyof UsageFilters)[]): UsageFilters {
  return Object.fromEntries(
    Object.entries(filters).filter(([name]) => !names.includes(name as keyof UsageFilters)),
  );
}

function less(
  filters: UsageFilters,
  name: 'key' | 'status' | 'method',
  value: string,
): UsageFilters {
  const left = filters[name]?.filter((each) => each !== value) ?? [];
  return left.length > 0 ? { ...filters, [name]: left } : without(filters, name);
}
