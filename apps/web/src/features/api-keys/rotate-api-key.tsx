import { ActionIcon } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Hint } from '../../ui/hint.tsx';
import { IconRotate } from '../../ui/icons.ts';
import { useDialog } from '../../ui/use-dialog.ts';
import type { ApiKey } from './api-key.ts';

const RotateApiKeyDialog = lazy(() => import('./rotate-api-key-dialog.tsx'));

type RotateApiKeyProps = { workspace: string; apiKey: ApiKey };

export function RotateApiKey({ workspace, apiKey }: RotateApiKeyProps) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    <>
      <Hint label="Rotate: a new secret for this key">
        <ActionIcon aria-label={`Rotate ${apiKey.name}`} onClick={open}>
          <IconRotate size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Hint>
      <Suspense>
        {isOpen && <RotateApiKeyDialog workspace={workspace} apiKey={apiKey} onClosed={onClosed} />}
      </Suspense>
    </>
  );
}
