import { initialsOf } from '../lib/initial-of.ts';
import classes from './avatar.module.css';

/** A person's initials; the name always stands beside them. */
export function Avatar({ name, size = 'sm' }: { name: string; size?: 'sm' | 'md' }) {
  return (
    <span className={classes.avatar} data-size={size} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
