import { Link } from '@tanstack/react-router';
import type { Workspace } from '../features/session/use-session.ts';
import {
  IconArrowUpRight,
  IconBook,
  IconBrush,
  IconChartBar,
  IconCreditCard,
  IconFileText,
  IconHistory,
  IconKey,
  IconTent,
  IconUsers,
} from '../ui/icons.ts';
import { Logo } from '../ui/logo.tsx';
import classes from './sidebar.module.css';
import { type User, UserMenu } from './user-menu.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

export type SidebarProps = { user: User; workspace: Workspace; onNavigate?: () => void };

const SETTINGS = [
  { to: '/w/$workspace/settings/api', name: 'API', Icon: IconKey },
  { to: '/w/$workspace/settings/members', name: 'Members', Icon: IconUsers },
  { to: '/w/$workspace/settings/plan', name: 'Plan', Icon: IconCreditCard },
  { to: '/w/$workspace/settings/brand', name: 'Brand', Icon: IconBrush },
  { to: '/w/$workspace/settings/audit', name: 'Audit log', Icon: IconHistory },
] as const;

export function Sidebar({ user, workspace, onNavigate }: SidebarProps) {
  return (
    <div className={classes.sidebar}>
      <Link to="/" className={classes.home} aria-label="Tented API, start" onClick={onNavigate}>
        <Logo />
      </Link>
      <WorkspaceSwitcher current={workspace} onNavigate={onNavigate} />
      <nav className={classes.nav} aria-label="Main">
        <Content workspace={workspace.slug} onNavigate={onNavigate} />
        <p className={classes.label}>Settings</p>
        {SETTINGS.map(({ to, name, Icon }) => (
          <Link
            key={to}
            to={to}
            params={{ workspace: workspace.slug }}
            activeOptions={{ includeSearch: false }}
            className={classes.link}
            onClick={onNavigate}
          >
            <Icon size={17} stroke={1.75} aria-hidden />
            {name}
          </Link>
        ))}
        <p className={classes.label}>Developers</p>
        <a className={classes.link} href="/docs" target="_blank" rel="noopener">
          <IconBook size={17} stroke={1.75} aria-hidden />
          API docs
          <IconArrowUpRight className={classes.away} size={14} stroke={1.75} aria-hidden />
        </a>
      </nav>
      <UserMenu user={user} />
    </div>
  );
}

type ContentProps = { workspace: string; onNavigate: (() => void) | undefined };

/** What the workspace makes and whom it knows. */
function Content({ workspace, onNavigate }: ContentProps) {
  const link = { params: { workspace }, className: classes.link, onClick: onNavigate };

  return (
    <>
      <p className={classes.label}>Content</p>
      <Link to="/w/$workspace/overview" {...link}>
        <IconChartBar size={17} stroke={1.75} aria-hidden />
        Overview
      </Link>
      <Link to="/w/$workspace/tents" {...link}>
        <IconTent size={17} stroke={1.75} aria-hidden />
        Tents
      </Link>
      <Link to="/w/$workspace/templates" {...link}>
        <IconFileText size={17} stroke={1.75} aria-hidden />
        Templates
      </Link>
      <Link to="/w/$workspace/people" {...link}>
        <IconUsers size={17} stroke={1.75} aria-hidden />
        People
      </Link>
    </>
  );
}
