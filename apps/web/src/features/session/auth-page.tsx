import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '../../ui/logo.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import classes from './auth-page.module.css';

type AuthPageProps = { title: string; text: string; footer?: ReactNode; children: ReactNode };

/** The frame of the pages outside of a workspace: one card in the middle. */
export function AuthPage({ title, text, footer, children }: AuthPageProps) {
  return (
    <main className={classes.page}>
      <PageTitle>{title}</PageTitle>
      <div className={classes.column}>
        <div className={classes.logo}>
          <Logo />
        </div>
        <Paper className={classes.card} radius="lg">
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          <Text c="dimmed" mt={4} mb="lg">
            {text}
          </Text>
          {children}
        </Paper>
        {footer && (
          <Text c="dimmed" ta="center" mt="lg" className={classes.footer}>
            {footer}
          </Text>
        )}
      </div>
    </main>
  );
}
