import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWorkspace } from '../features/session/use-session.ts';
import { PageTitle } from '../ui/page-title.tsx';
import classes from './settings-page.module.css';

type SettingsPageProps = {
  title: string;
  text: string;
  /** The main action of the page, beside its title. */
  action?: ReactNode;
  children: ReactNode;
};

/** The frame of a page of the settings. */
export function SettingsPage({ title, text, action, children }: SettingsPageProps) {
  const workspace = useWorkspace();

  return (
    <div className={classes.page}>
      <PageTitle>{`${title} · ${workspace?.name ?? ''}`}</PageTitle>
      <div className={classes.head}>
        <div>
          <Title order={1} id="page-heading" tabIndex={-1} className={classes.heading}>
            {title}
          </Title>
          <Text c="dimmed" mt={4} maw="44rem">
            {text}
          </Text>
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}
