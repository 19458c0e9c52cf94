import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { PopoverButton } from '../../ui/popup-buttons.tsx';
import { FilterButton } from './filter-button.tsx';
import classes from './usage-filters.module.css';
import { STATUS_CLASSES } from './usage-search.ts';
import { CLASSES } from './usage-totals.ts';

type StatusFilterProps = { value: string[]; onChange: (statuses: string[]) => void };

const EXACT = /^[1-5]\d\d$/;

/** Classes to tick, and exact statuses to add; any of them lets a request through. */
export function StatusFilter({ value, onChange }: StatusFilterProps) {
  const exact = value.filter((status) => EXACT.test(status));

  return (
    <PopoverButton
      label="Filter by status"
      width={240}
      button={
        <FilterButton
          label="Status"
          value={value.length > 0 ? value.join(', ') : 'all'}
          count={value.length}
        />
      }
    >
      <Checkbox.Group value={value} onChange={onChange} aria-label="Statuses">
        <div className={classes.choices}>
          {STATUS_CLASSES.map((statuses, index) => (
            <Checkbox
              key={statuses}
              className={classes.choice}
              size="xs"
              value={statuses}
              label={
                <>
                  <span className={classes.code}>{statuses}</span> {CLASSES[index]?.name}
                </>
              }
            />
          ))}
          {exact.map((status) => (
            <Checkbox
              key={status}
              className={classes.choice}
              size="xs"
              value={status}
              label={<span className={classes.code}>{status}</span>}
            />
          ))}
        </div>
      </Checkbox.Group>
      <ExactStatus onAdd={(status) => onChange([...new Set([...value, status])])} />
    </PopoverButton>
  );
}

function ExactStatus({ onAdd }: { onAdd: (status: string) => void }) {
  const [text, setText] = useState('');
  const isWrong = text.length === 3 && !EXACT.test(text);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!EXACT.test(text)) return;
    onAdd(text);
    setText('');
  }

  return (
    <form onSubmit={submit} className={classes.exact}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <TextInput
          size="xs"
          aria-label="Exact status"
          placeholder="Exact, such as 404"
          inputMode="numeric"
          maxLength={3}
          value={text}
          error={isWrong && 'From 100 to 599'}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" disabled={!EXACT.test(text)}>
          Add
        </Button>
      </Group>
    </form>
  );
}
