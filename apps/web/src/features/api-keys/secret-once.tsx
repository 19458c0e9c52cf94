import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconAlertTriangle } from '../../ui/icons.ts';
import { takeFocus } from '../../ui/take-focus.ts';
import classes from './secret-once.module.css';

type SecretOnceProps = {
  secret: string;
  /** What a copy that was not made would mean. */
  loss: string;
  onDone: () => void;
};

/** The only time the secret is seen: leaving without a copy takes a second click. */
export function SecretOnce({ secret, loss, onDone }: SecretOnceProps) {
  const [isCopied, setIsCopied] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const isSure = isCopied || isAsking;

  useBlocker({
    shouldBlockFn: () => !isCopied && !window.confirm('Leave without a copy of the key?'),
    enableBeforeUnload: () => !isCopied,
  });

  return (
    <Stack>
      <Text>
        Copy the key now and keep it somewhere safe. <strong>It will not be shown again.</strong>
      </Text>
      <div className={classes.secret}>
        <textarea
          className={classes.field}
          aria-label="API key"
          readOnly
          rows={2}
          spellCheck={false}
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          onCopy={() => setIsCopied(true)}
        />
        <CopyButton
          text={secret}
          label="Copy key"
          variant="filled"
          ref={takeFocus}
          onCopied={() => setIsCopied(true)}
        />
      </div>
      <div>
        <Text fw={500} mb={6}>
          Try it
        </Text>
        <CodeBlock
          code={curlFor(secret, window.location.origin)}
          onCopied={() => setIsCopied(true)}
        />
      </div>
      {isAsking && !isCopied && <NotCopied loss={loss} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => (isSure ? onDone() : setIsAsking(true))}>
          {isAsking && !isCopied ? 'Close without copying' : 'Done'}
        </Button>
      </Group>
    </Stack>
  );
}

function NotCopied({ loss }: Pick<SecretOnceProps, 'loss'>) {
  return (
    <Alert
      role="alert"
      color="yellow"
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
      title="You have not copied the key"
    >
      {loss}
    </Alert>
  );
}

function curlFor(secret: string, origin: string): string {
  return `curl ${origin}/v1/me \\\n  -H "Authorization: Bearer ${secret}"`;
}
