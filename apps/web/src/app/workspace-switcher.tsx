import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useSession, type Workspace } from '../features/session/use-session.ts';
import { initialOf } from '../lib/initial-of.ts';
import { IconPlus, IconSelector } from '../ui/icons.ts';
import { MenuButton } from '../ui/popup-buttons.tsx';
import classes from './sidebar.module.css';

const PLANS = { free: 'Free plan', pro: 'Pro plan', max: 'Max plan' } as const;

type WorkspaceSwitcherProps = { current: Workspace; onNavigate?: (() => void) | undefined };

export function WorkspaceSwitcher({ current, onNavigate }: WorkspaceSwitcherProps) {
  const { workspaces } = useSession();
  const navigate = useNavigate();

  function open(workspace: string) {
    onNavigate?.();
    void navigate({ to: '/w/$workspace/settings/api', params: { workspace } });
  }

  return (
    <MenuButton
      width="target"
      position="bottom-start"
      button={
        <UnstyledButton className={classes.boxed}>
          <VisuallyHidden>Workspace: </VisuallyHidden>
          <span className={classes.initial} aria-hidden>
            {initialOf(current.name)}
          </span>
          <span className={classes.words}>
            <span className={classes.first}>{current.name}</span>
            <span className={classes.second}>{PLANS[current.plan]}</span>
          </span>
          <IconSelector className={classes.quiet} size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      }
    >
      {(Menu) => (
        <>
          <Menu.RadioGroup value={current.slug} onChange={open}>
            {workspaces.map(({ slug, name }) => (
              <Menu.RadioItem key={slug} value={slug} closeMenuOnClick>
                {name}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={() => {
              onNavigate?.();
              void navigate({ to: '/new-workspace' });
            }}
          >
            New workspace
          </Menu.Item>
        </>
      )}
    </MenuButton>
  );
}
