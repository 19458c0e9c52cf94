import {
  type MantineColorScheme,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { signOut } from '../features/session/sign-out.ts';
import { initialOf } from '../lib/initial-of.ts';
import { IconLogout, IconSelector } from '../ui/icons.ts';
import { MenuButton } from '../ui/popup-buttons.tsx';
import classes from './sidebar.module.css';

export type User = { name: string; email: string };

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const satisfies { value: MantineColorScheme; label: string }[];

export function UserMenu({ user }: { user: User }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({ mutationFn: () => signOut() });
  const name = user.name || user.email;

  return (
    <MenuButton
      width="target"
      position="top-start"
      button={
        <UnstyledButton className={classes.trigger}>
          <VisuallyHidden>Account: </VisuallyHidden>
          <span className={classes.round} aria-hidden>
            {initialOf(name)}
          </span>
          <span className={classes.words}>
            <span className={classes.first}>{name}</span>
            {user.name && <span className={classes.second}>{user.email}</span>}
          </span>
          <IconSelector className={classes.quiet} size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      }
    >
      {(Menu) => (
        <>
          <Menu.Label>Theme</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
          >
            {SCHEMES.map(({ value, label }) => (
              <Menu.RadioItem key={value} value={value}>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />}
            closeMenuOnClick={false}
            disabled={leave.isPending}
            onClick={() => leave.mutate()}
          >
            {leave.isError ? 'Signing out failed, try again' : 'Sign out'}
          </Menu.Item>
        </>
      )}
    </MenuButton>
  );
}
