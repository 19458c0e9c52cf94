import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

type EmptyStateProps = { title: string; text: ReactNode; children?: ReactNode };

/** Where there is nothing to show: says why, and what would change that. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div className={classes.box}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" mt={4} maw="30rem" mx="auto">
        {text}
      </Text>
      {children && <div className={classes.more}>{children}</div>}
    </div>
  );
}
