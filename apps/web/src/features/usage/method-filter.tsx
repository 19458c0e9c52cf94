import { Checkbox, Popover } from '@mantine/core';
import { FilterButton } from './filter-button.tsx';
import classes from './usage-filters.module.css';
import { METHODS } from './usage-search.ts';

type MethodFilterProps = { value: string[]; onChange: (methods: string[]) => void };

export function MethodFilter({ value, onChange }: MethodFilterProps) {
  return (
    <Popover position="bottom-start" shadow="md" width={176} trapFocus>
      <Popover.Target>
        <FilterButton
          label="Method"
          value={value.length > 0 ? value.join(', ') : 'all'}
          count={value.length}
        />
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Filter by method">
        <Checkbox.Group value={value} onChange={onChange} aria-label="Methods">
          <div className={classes.choices}>
            {METHODS.map((method) => (
              <Checkbox
                key={method}
                className={classes.choice}
                size="xs"
                value={method}
                label={<span className={classes.code}>{method}</span>}
              />
            ))}
          </div>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
