import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentProps } from 'react';
import { IconChevronDown } from '../../ui/icons.ts';
import classes from './usage-filters.module.css';

type FilterButtonProps = ButtonProps &
  Omit<ComponentProps<'button'>, keyof ButtonProps> & {
    label: string;
    /** What is chosen, for those who cannot see it. */
    value: string;
    count?: number;
  };

/** Opens the choices of one filter, and says how many of them are in force. */
export function FilterButton({
  label,
  value,
  count = 0,
  className = '',
  ...rest
}: FilterButtonProps) {
  return (
    <Button
      variant="default"
      size="xs"
      className={`${classes.button} ${className}`}
      rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
      aria-label={`Filter by ${label.toLowerCase()}: ${value}`}
      data-active={count > 0}
      {...rest}
    >
      {label}
      {count > 0 && <span className={classes.count}>{count}</span>}
    </Button>
  );
}
