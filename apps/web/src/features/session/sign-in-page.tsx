import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { AnchorLink } from '../../ui/links.tsx';
import { AuthPage } from './auth-page.tsx';
import { signIn } from './sign-in.ts';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const search = route.useSearch();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const entry = useMutation({
    mutationFn: signIn,
    onSuccess: () => router.history.push(search.redirect ?? '/'),
  });

  return (
    <AuthPage
      title="Sign in"
      text="Keys, credits and usage of your workspace."
      footer={
        <>
          No account yet?{' '}
          <AnchorLink to="/sign-up" search={search}>
            Sign up
          </AnchorLink>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          entry.mutate({ email, password });
        }}
      >
        <Stack>
          {entry.error && (
            <Alert color="red" role="alert">
              {entry.error.message}
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth mt="xs" loading={entry.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </AuthPage>
  );
}
