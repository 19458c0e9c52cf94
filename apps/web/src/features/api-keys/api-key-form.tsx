import {
  Alert,
  Button,
  Group,
  NativeSelect,
  Radio,
  Skeleton,
  Stack,
  TextInput,
} from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { type Failure, issueAt } from '../../lib/failure.ts';
import { EXPIRY_CHOICES, type ExpiryChoice, expiryInstant } from './expiry.ts';
import { NAME_CHARS_MAX } from './api-key.ts';

// The calendar is as large as the rest of this page, and few keys need it.
const ExpiryDate = lazy(() => import('./expiry-date.tsx'));

type Scope = 'all_access' | 'read_only';

type ApiKeyFormProps = {
  isPending: boolean;
  failure: Failure | null;
  onSubmit: (input: { name: string; scope: Scope; expiresAt: string | null }) => void;
  onCancel: () => void;
};

export function ApiKeyForm({ isPending, failure, onSubmit, onCancel }: ApiKeyFormProps) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('all_access');
  const [expiry, setExpiry] = useState<ExpiryChoice>('never');
  const [customOn, setCustomOn] = useState<string | null>(null);
  const isComplete = expiry !== 'custom' || customOn !== null;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const expiresAt = expiryInstant(expiry, customOn, new Date());
        if (expiresAt !== undefined) onSubmit({ name: name.trim(), scope, expiresAt });
      }}
    >
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure.message}
          </Alert>
        )}
        <TextInput
          label="Name"
          description="Where it will be used, so that you know it again."
          placeholder="CRM sync, production"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={NAME_CHARS_MAX}
          value={name}
          error={issueAt(failure, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ScopeField value={scope} onChange={setScope} />
        <NativeSelect
          label="Expires"
          data={[...EXPIRY_CHOICES]}
          value={expiry}
          error={issueAt(failure, 'expiresAt')}
          onChange={(event) => setExpiry(event.currentTarget.value as ExpiryChoice)}
        />
        {expiry === 'custom' && (
          <Suspense fallback={<Skeleton height={60} />}>
            <ExpiryDate value={customOn} onChange={setCustomOn} />
          </Suspense>
        )}
        <Group justify="flex-end" gap="sm" mt="xs">
          <Button variant="default" disabled={isPending} onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} disabled={!isComplete}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type ScopeFieldProps = { value: Scope; onChange: (scope: Scope) => void };

function ScopeField({ value, onChange }: ScopeFieldProps) {
  return (
    <Radio.Group
      label="Scope"
      value={value}
      onChange={(scope) => onChange(scope === 'read_only' ? 'read_only' : 'all_access')}
    >
      <Stack gap="xs" mt={6}>
        <Radio
          value="all_access"
          label="All Access"
          description="Reads and writes tents and contacts, and spends credits."
        />
        <Radio
          value="read_only"
          label="Read only"
          description="Reads only: nothing can be changed and no credit spent."
        />
      </Stack>
    </Radio.Group>
  );
}
