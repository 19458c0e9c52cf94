import { Button } from '@mantine/core';
import { IconCalendar, IconChevronDown } from '../../ui/icons.ts';
import { MenuButton } from '../../ui/popup-buttons.tsx';
import classes from './usage-filters.module.css';
import type { UsageSearch } from './usage-search.ts';

type Range = UsageSearch['range'];

const ANY_TIME = 'any';

const LABELS: Record<NonNullable<Range> | typeof ANY_TIME, string> = {
  any: 'Any time',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  custom: 'Custom range',
};

export function rangeLabel(range: Range): string {
  return LABELS[range ?? ANY_TIME];
}

type RangeFilterProps = { value: Range; onChange: (range: Range) => void };

export function RangeFilter({ value, onChange }: RangeFilterProps) {
  const label = rangeLabel(value);

  return (
    <MenuButton
      position="bottom-start"
      width={200}
      button={
        <Button
          variant="default"
          size="xs"
          className={classes.button}
          leftSection={<IconCalendar size={14} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
          aria-label={`Filter by time: ${label}`}
          data-active={value !== undefined}
        >
          {label}
        </Button>
      }
    >
      {(Menu) => (
        <Menu.RadioGroup
          value={value ?? ANY_TIME}
          onChange={(range) => onChange(range === ANY_TIME ? undefined : (range as Range))}
        >
          {Object.entries(LABELS).map(([range, name]) => (
            <Menu.RadioItem key={range} value={range} closeMenuOnClick>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      )}
    </MenuButton>
  );
}
