import { Button, type ButtonProps } from '@mantine/core';
import { type Ref, useState } from 'react';
import { copyText } from '../lib/copy-text.ts';
import { IconCheck, IconCopy } from './icons.ts';

type CopyButtonProps = ButtonProps & {
  text: string;
  label: string;
  ref?: Ref<HTMLButtonElement>;
  onCopied?: () => void;
};

const FEEDBACK_MS = 2_000;

/** Says "Copied" for a moment where it has just said what it copies. */
export function CopyButton({ text, label, onCopied, ...rest }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const isCopied = outcome === 'copied';
  const Icon = isCopied ? IconCheck : IconCopy;

  async function copy() {
    const hasCopied = await copyText(text);
    setOutcome(hasCopied ? 'copied' : 'failed');
    if (hasCopied) onCopied?.();
    setTimeout(() => setOutcome(null), FEEDBACK_MS);
  }

  return (
    <Button
      variant="default"
      leftSection={<Icon size={15} stroke={1.75} aria-hidden />}
      {...rest}
      onClick={() => void copy()}
    >
      <span aria-live="polite">
        {isCopied && 'Copied'}
        {outcome === 'failed' && 'Select and copy by hand'}
        {outcome === null && label}
      </span>
    </Button>
  );
}
