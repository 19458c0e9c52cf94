import { ActionIcon } from '@mantine/core';
import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { CreditNotice } from '../features/notices/credit-notice.tsx';
import { OfflineNotice } from '../features/notices/offline-notice.tsx';
import { useSession, useWorkspace } from '../features/session/use-session.ts';
import { IconMenu } from '../ui/icons.ts';
import { Logo } from '../ui/logo.tsx';
import { useDialog } from '../ui/use-dialog.ts';
import { NotFoundPage } from './not-found-page.tsx';
import classes from './shell.module.css';
import { Sidebar, type SidebarProps } from './sidebar.tsx';

const PhoneMenu = lazy(() => import('./phone-menu.tsx'));

/** The frame of a workspace's pages. */
export function Shell() {
  const { user } = useSession();
  const workspace = useWorkspace();
  const { href } = useLocation();

  // A session can end, and a membership too, while the page is open.
  if (!user) return <Navigate to="/sign-in" search={{ redirect: href }} />;
  if (!workspace) return <NotFoundPage />;

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <aside className={classes.aside}>
        <Sidebar user={user} workspace={workspace} />
      </aside>
      <PhoneHeader user={user} workspace={workspace} />
      <main id="content" className={classes.main} tabIndex={-1}>
        <OfflineNotice />
        <CreditNotice workspace={workspace} />
        <Outlet />
      </main>
    </div>
  );
}

function PhoneHeader({ user, workspace }: Pick<SidebarProps, 'user' | 'workspace'>) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    // Not a header: a dialog brings a banner of its own, and a page may have only one.
    <nav className={classes.header} aria-label="Start and menu">
      <Link to="/" className={classes.home} aria-label="Tented API, start">
        <Logo />
      </Link>
      <ActionIcon
        size="lg"
        aria-label="Open menu"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={open}
      >
        <IconMenu size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
      <Suspense>
        {isOpen && <PhoneMenu user={user} workspace={workspace} onClosed={onClosed} />}
      </Suspense>
    </nav>
  );
}
