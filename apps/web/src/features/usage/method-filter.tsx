import { Checkbox } from '@mantine/core';
import { PopoverButton } from '../../ui/popup-buttons.tsx';
import { FilterButton } from './filter-button.tsx';
import classes from './usage-filters.module.css';
import { METHODS } from './usage-search.ts';

type MethodFilterProps = { value: string[]; onChange: (methods: string[]) => void };

export function MethodFilter({ value, onChange }: MethodFilterProps) {
  return (
    <PopoverButton
      label="Filter by method"
      width={176}
      button={
        <FilterButton
          label="Method"
          value={value.length > 0 ? value.join(', ') : 'all'}
          count={value.length}
        />
      }
    >
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
    </PopoverButton>
  );
}
