import { ActionIcon } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { IconTrash } from '../../ui/icons.ts';
import { useDialog } from '../../ui/use-dialog.ts';
import type { ApiKey } from './api-key.ts';

const DeleteApiKeyDialog = lazy(() => import('./delete-api-key-dialog.tsx'));

type DeleteApiKeyProps = { workspace: string; apiKey: ApiKey };

export function DeleteApiKey({ workspace, apiKey }: DeleteApiKeyProps) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    <>
      <ActionIcon aria-label={`Delete ${apiKey.name}`} onClick={open}>
        <IconTrash size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <Suspense>
        {isOpen && <DeleteApiKeyDialog workspace={workspace} apiKey={apiKey} onClosed={onClosed} />}
      </Suspense>
    </>
  );
}
