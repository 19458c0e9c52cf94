import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { IconPlus } from '../../ui/icons.ts';
import { useDialog } from '../../ui/use-dialog.ts';

const CreateApiKeyDialog = lazy(() => import('./create-api-key-dialog.tsx'));

export function CreateApiKey({ workspace }: { workspace: string }) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    <>
      <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={open}>
        Create API key
      </Button>
      <Suspense>
        {isOpen && <CreateApiKeyDialog workspace={workspace} onClosed={onClosed} />}
      </Suspense>
    </>
  );
}
