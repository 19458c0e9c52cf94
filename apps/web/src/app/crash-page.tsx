import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { TRPCClientError } from '@trpc/client';
import { failureOf } from '../lib/failure.ts';
import { StatusPage } from '../ui/status-page.tsx';

/** A reload is the honest way out: it also fetches the page's own code anew after an update of the server. */
export function CrashPage({ error }: ErrorComponentProps) {
  const failure = error instanceof TRPCClientError ? failureOf(error) : null;

  return (
    <StatusPage
      title="Something went wrong"
      text={failure?.message ?? 'This page could not be shown. Your data is not affected.'}
      note={failure?.requestId && `Request ${failure.requestId}`}
    >
      <Button onClick={() => window.location.reload()}>Reload page</Button>
      <Button variant="default" component="a" href="/">
        Go to start
      </Button>
    </StatusPage>
  );
}
