// oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- On a narrow page the elements are laid out as cards, and `display` takes their implicit roles away.
import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './table.module.css';

export type Column = { name: string; isHidden?: boolean; align?: 'end'; width?: string };

type TableProps = {
  label: string;
  columns: Column[];
  isBusy?: boolean;
  className?: string | undefined;
  children: ReactNode;
};

export function Table({ label, columns, isBusy = false, className = '', children }: TableProps) {
  return (
    <div className={classes.place}>
      <table
        role="table"
        className={`${classes.table} ${className}`}
        aria-label={label}
        aria-busy={isBusy}
      >
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} style={width ? { width } : undefined} />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, isHidden, align }) => (
              <th key={name} role="columnheader" scope="col" data-align={align}>
                {isHidden ? <VisuallyHidden>{name}</VisuallyHidden> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

export function Row({
  className,
  children,
}: {
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <tr role="row" className={className}>
      {children}
    </tr>
  );
}

type CellProps = {
  /** Says what the value is where the column's head is out of sight. */
  label?: string;
  align?: 'end';
  className?: string | undefined;
  children: ReactNode;
};

export function Cell({ label, align, className, children }: CellProps) {
  return (
    <td role="cell" className={className} data-align={align}>
      {label && (
        <span className={classes.label} aria-hidden>
          {label}
        </span>
      )}
      {children}
    </td>
  );
}
