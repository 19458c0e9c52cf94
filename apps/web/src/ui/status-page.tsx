import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { PageTitle } from './page-title.tsx';
import classes from './status-page.module.css';

type StatusPageProps = {
  title: string;
  text: string;
  children: ReactNode;
  note?: string | null | undefined;
};

/** A page that says one thing and offers a way out. */
export function StatusPage({ title, text, note, children }: StatusPageProps) {
  return (
    <main className={classes.page}>
      <PageTitle>{title}</PageTitle>
      <Stack gap="lg" maw="26rem">
        <Logo />
        <div>
          <Title order={1}>{title}</Title>
          <Text c="dimmed" mt={6}>
            {text}
          </Text>
        </div>
        <Group gap="sm">{children}</Group>
        {note && (
          <Text size="xs" c="dimmed" ff="monospace" className={classes.note}>
            {note}
          </Text>
        )}
      </Stack>
    </main>
  );
}
