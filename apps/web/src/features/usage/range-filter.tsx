import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '../../ui/icons.ts';
import type { UsageSearch } from './usage-search.ts';

type Range = UsageSearch['range'];

const ANY_TIME = 'any';

const LABELS: Record<NonNullable<Range> | typeof ANY_TIME, string> = {
  any: 'Any time',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  month: 'This month',
  custom: 'Custom range',
};

type RangeFilterProps = { value: Range; onChange: (range: Range) => void };

export function RangeFilter({ value, onChange }: RangeFilterProps) {
  const label = LABELS[value ?? ANY_TIME];

  return (
    <Menu position="bottom-start" width={200}>
      <Menu.Target>
        <Button
          variant="default"
          fw={400}
          px="sm"
          justify="space-between"
          rightSection={<IconChevronDown size={15} stroke={1.75} aria-hidden />}
          aria-label={`Filter by time: ${label}`}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  );
}
