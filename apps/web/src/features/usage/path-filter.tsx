import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { IconSearch } from '../../ui/icons.ts';
import classes from './usage-filters.module.css';

type PathFilterProps = { value: string; onChange: (path: string) => void };

const PAUSE_MS = 300;
const PATH_CHARS_MAX = 200;

/** Asks when the writer pauses; what the address says otherwise (a chip taken away) wins. */
export function PathFilter({ value, onChange }: PathFilterProps) {
  const [draft, setDraft] = useState({ text: value, base: value });
  const text = draft.base === value ? draft.text : value;
  const ask = useDebouncedCallback(onChange, PAUSE_MS);

  function change(next: string) {
    setDraft({ text: next, base: value });
    ask(next.trim());
  }

  return (
    <TextInput
      className={classes.path}
      size="xs"
      type="search"
      aria-label="Path contains"
      placeholder="Path contains…"
      spellCheck={false}
      autoComplete="off"
      maxLength={PATH_CHARS_MAX}
      leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
      rightSection={
        text && <CloseButton size="xs" aria-label="Clear the path" onClick={() => change('')} />
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
