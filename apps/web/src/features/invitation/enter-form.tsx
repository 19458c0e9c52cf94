import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { signIn, signUp } from '../session/sign-in.ts';
import { useAccept } from './use-accept.ts';

const PASSWORD_CHARS_MIN = 8;

type EnterFormProps = { token: string; email: string; hasAccount: boolean };

/** Signs in or up with the address that was invited, and accepts in the same go. */
export function EnterForm({ token, email, hasAccount }: EnterFormProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useAccept();
  const enter = useMutation({
    mutationFn: () =>
      hasAccount ? signIn({ email, password }) : signUp({ name, email, password }),
    onSuccess: () => accept.mutateAsync({ token }).catch(() => {}),
  });
  const message = enter.error?.message ?? (accept.error && failureOf(accept.error).message);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <Stack>
        {message && (
          <Alert color="red" role="alert">
            {message}
          </Alert>
        )}
        {!hasAccount && (
          <TextInput
            label="Your name"
            autoComplete="name"
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <TextInput label="E-mail" type="email" autoComplete="username" readOnly value={email} />
        <PasswordInput
          label="Password"
          {...(!hasAccount && {
            description: `At least ${PASSWORD_CHARS_MIN} characters`,
            minLength: PASSWORD_CHARS_MIN,
          })}
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth mt="xs" loading={enter.isPending || accept.isPending}>
          {hasAccount ? 'Sign in and join' : 'Create account and join'}
        </Button>
      </Stack>
    </form>
  );
}
