import { TextInput } from '@mantine/core';
import type { ChangeEvent } from 'react';
import classes from './brand-page.module.css';

const ACCENT = '#b4490f';

type ColorFieldProps = {
  value: string;
  readOnly: boolean;
  error: string | undefined;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
};

/** The browser's own picker, and the code beside it, for those who have one. */
export function ColorField({ value, readOnly, error, onChange }: ColorFieldProps) {
  const isColor = /^#[0-9a-f]{6}$/i.test(value);

  return (
    <div className={classes.color}>
      <input
        type="color"
        className={classes.swatch}
        aria-label="Pick the colour"
        value={isColor ? value : ACCENT}
        disabled={readOnly}
        onChange={onChange}
      />
      <TextInput
        label="Colour"
        placeholder={ACCENT}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={7}
        value={value}
        readOnly={readOnly}
        error={error}
        onChange={onChange}
      />
    </div>
  );
}
