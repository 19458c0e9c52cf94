import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { IconSearch } from './icons.ts';
import classes from './list-page.module.css';

const PAUSE_MS = 250;

type SearchFieldProps = { label: string; value: string; onChange: (value: string) => void };

/** Asks when typing pauses, not with every letter. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  const ask = useDebouncedCallback((text: string) => {
    setAsked(text);
    onChange(text);
  }, PAUSE_MS);

  // The address changed by other means, such as going back: it has the word.
  if (value !== asked) {
    setAsked(value);
    setTyped(value);
  }

  function type(text: string) {
    setTyped(text);
    ask(text);
  }

  return (
    <TextInput
      className={classes.search}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} stroke={1.75} aria-hidden />}
      rightSection={
        typed && <CloseButton size="sm" aria-label="Clear search" onClick={() => type('')} />
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
