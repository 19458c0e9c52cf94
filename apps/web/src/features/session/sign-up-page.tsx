import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { AnchorLink } from '../../ui/links.tsx';
import { AuthPage } from './auth-page.tsx';
import { signUp } from './sign-in.ts';

const PASSWORD_CHARS_MIN = 8;

const route = getRouteApi('/sign-up');

export function SignUpPage() {
  const search = route.useSearch();

  return (
    <AuthPage
      title="Create your account"
      text="One account for all of your workspaces."
      footer={
        <>
          Already have one?{' '}
          <AnchorLink to="/sign-in" search={search}>
            Sign in
          </AnchorLink>
        </>
      }
    >
      <SignUpForm next={search.redirect ?? '/'} />
    </AuthPage>
  );
}

function SignUpForm({ next }: { next: string }) {
  const router = useRouter();
  const [person, setPerson] = useState({ name: '', email: '', password: '' });
  const entry = useMutation({ mutationFn: signUp, onSuccess: () => router.history.push(next) });

  function field(name: keyof typeof person) {
    return {
      required: true,
      withAsterisk: false,
      value: person[name],
      onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
        setPerson({ ...person, [name]: event.currentTarget.value }),
    };
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        entry.mutate(person);
      }}
    >
      <Stack>
        {entry.error && (
          <Alert color="red" role="alert">
            {entry.error.message}
          </Alert>
        )}
        <TextInput label="Name" autoComplete="name" {...field('name')} />
        <TextInput label="E-mail" type="email" autoComplete="username" {...field('email')} />
        <PasswordInput
          label="Password"
          description={`At least ${PASSWORD_CHARS_MIN} characters`}
          autoComplete="new-password"
          minLength={PASSWORD_CHARS_MIN}
          {...field('password')}
        />
        <Button type="submit" fullWidth mt="xs" loading={entry.isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}
