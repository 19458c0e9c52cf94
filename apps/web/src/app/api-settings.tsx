import { Anchor, Group, Text, Title } from '@mantine/core';
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router';
import classes from './api-settings.module.css';

/** Settings › API: the heading and the two tabs, which are addresses of their own. */
export function ApiSettings() {
  const params = useParams({ from: '/w/$workspace' });
  // The ledger belongs to the balance, one level below its tab.
  const isInLedger = useMatchRoute()({ to: '/w/$workspace/settings/api/ledger', params });

  return (
    <div className={classes.page}>
      <Group justify="space-between" align="baseline" wrap="nowrap">
        <Title order={1}>API</Title>
        <Anchor href="/docs" target="_blank" rel="noopener" size="sm">
          Guide and reference
        </Anchor>
      </Group>
      <Text c="dimmed" mt={4}>
        Keys for your programs, the credits they spend, and every request they make.
      </Text>
      <nav className={classes.tabs} aria-label="API settings">
        <Link
          to="/w/$workspace/settings/api"
          params={params}
          activeOptions={{ exact: true, includeSearch: false }}
          className={classes.tab}
          data-open={!!isInLedger}
        >
          Credit and Key
        </Link>
        <Link
          to="/w/$workspace/settings/api/usage"
          params={params}
          activeOptions={{ includeSearch: false }}
          className={classes.tab}
        >
          Usage
        </Link>
      </nav>
      <Outlet />
    </div>
  );
}
