import { Alert, Button, Text } from '@mantine/core';
import type { Failure } from '../lib/failure.ts';
import { IconAlertTriangle, IconRefresh } from './icons.ts';

type ErrorStateProps = { title: string; failure: Failure; onRetry: () => void };

export function ErrorState({ title, failure, onRetry }: ErrorStateProps) {
  return (
    <Alert
      role="alert"
      color="red"
      title={title}
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
    >
      <Text>{failure.message}</Text>
      {failure.requestId && (
        <Text size="xs" c="dimmed" ff="monospace" mt={4}>
          Request {failure.requestId}
        </Text>
      )}
      <Button
        mt="sm"
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} stroke={1.75} aria-hidden />}
        onClick={onRetry}
      >
        Try again
      </Button>
    </Alert>
  );
}
