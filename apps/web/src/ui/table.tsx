// oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- On a narrow page the elements are laid out as cards, and `display` takes their implicit roles away.
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ComponentProps, ReactNode, Ref } from 'react';
import { IconArrowDown, IconArrowUp } from './icons.ts';
import classes from './table.module.css';

export type Column = {
  name: string;
  isHidden?: boolean;
  align?: 'end';
  width?: string;
  /** Makes the head a button that sorts by the column; `order` where it is sorted by it. */
  sort?: { order: 'ascending' | 'descending' | undefined; onSort: () => void };
};

type TableProps = Omit<ComponentProps<'table'>, 'ref'> & {
  label: string;
  columns: Column[];
  isBusy?: boolean;
  /** The place whose width decides between table and cards. */
  placeRef?: Ref<HTMLDivElement>;
};

export function Table({
  label,
  columns,
  isBusy = false,
  placeRef,
  className = '',
  children,
  ...rest
}: TableProps) {
  return (
    <div className={classes.place} ref={placeRef}>
      <table
        {...rest}
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
            {columns.map((column) => (
              <th
                key={column.name}
                role="columnheader"
                scope="col"
                data-align={column.align}
                aria-sort={column.sort?.order}
              >
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

function Head({ column: { name, isHidden, sort } }: { column: Column }) {
  if (isHidden) return <VisuallyHidden>{name}</VisuallyHidden>;
  if (!sort) return name;
  const Icon = sort.order === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton className={classes.sort} data-sorted={!!sort.order} onClick={sort.onSort}>
      {name}
      <Icon size={13} stroke={2} aria-hidden />
    </UnstyledButton>
  );
}

export function Row(props: ComponentProps<'tr'>) {
  return <tr role="row" {...props} />;
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
