import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../lib/failure.ts';
import type { ApiKey } from './api-key.ts';

const GRACES = [
  {
    value: '24h',
    label: 'In 24 hours',
    description: 'Time to bring the new secret to everything that uses the key.',
  },
  { value: '1h', label: 'In 1 hour', description: 'For one place that is changed right away.' },
  {
    value: 'first_use',
    label: 'With the first use of the new one',
    description: 'However long that takes: the two never work side by side after it.',
  },
  {
    value: 'now',
    label: 'Now',
    description: 'For a secret that has leaked. Whatever still uses it gets 401.',
  },
] as const;

export type Grace = (typeof GRACES)[number]['value'];

type RotateFormProps = {
  apiKey: ApiKey;
  isPending: boolean;
  failure: Failure | null;
  onSubmit: (grace: Grace) => void;
  onCancel: () => void;
};

export function RotateForm({ apiKey, isPending, failure, onSubmit, onCancel }: RotateFormProps) {
  const [grace, setGrace] = useState<Grace>('24h');

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(grace);
      }}
    >
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure.message}
          </Alert>
        )}
        <Text>
          The key gets a new secret. Its name, scope, expiry and history stay as they are.
        </Text>
        {apiKey.previous && (
          <Alert color="yellow">
            <code>{apiKey.previous.prefix}</code>, the secret before this one, still works. Rotating
            again ends it at once.
          </Alert>
        )}
        <Radio.Group
          label="When does the old secret stop working?"
          value={grace}
          onChange={(value) => setGrace(GRACES.find((known) => known.value === value)!.value)}
        >
          <Stack gap="xs" mt={6}>
            {GRACES.map((choice) => (
              <Radio key={choice.value} {...choice} />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="sm" mt="xs">
          <Button variant="default" disabled={isPending} onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Rotate key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
