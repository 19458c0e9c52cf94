import { ActionIcon, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { formatDate } from '../../lib/format.ts';
import { IconPencil, IconTrash } from '../../ui/icons.ts';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import { useDialog } from '../../ui/use-dialog.ts';
import { type Contact, nameOf } from './contact.ts';
import classes from './people-table.module.css';

const ContactDialog = lazy(() => import('./contact-dialog.tsx'));
const DeleteContactDialog = lazy(() => import('./delete-contact-dialog.tsx'));

const SKELETON_ROWS = 6;

const COLUMNS: Column[] = [
  { name: 'Name' },
  { name: 'E-mail' },
  { name: 'Phone' },
  { name: 'Company' },
  { name: 'Added', width: '8rem' },
];
const ACTIONS: Column = { name: 'Actions', isHidden: true, width: '6rem' };

type PeopleTableProps = {
  workspace: string;
  contacts: Contact[] | undefined;
  isStale: boolean;
  mayEdit: boolean;
};

export function PeopleTable({ workspace, contacts, isStale, mayEdit }: PeopleTableProps) {
  const columns = mayEdit ? [...COLUMNS, ACTIONS] : COLUMNS;

  return (
    <Table label="People" columns={columns} isBusy={!contacts || isStale}>
      {contacts
        ? contacts.map((contact) => (
            <PersonRow key={contact.id} {...{ workspace, contact, mayEdit }} />
          ))
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <Row key={index} className={classes.row}>
              {columns.map(({ name }) => (
                <Cell key={name}>
                  <Skeleton height="0.75rem" width="65%" my="0.3125rem" />
                </Cell>
              ))}
            </Row>
          ))}
    </Table>
  );
}

type PersonRowProps = { workspace: string; contact: Contact; mayEdit: boolean };

function PersonRow({ workspace, contact, mayEdit }: PersonRowProps) {
  return (
    <Row className={classes.row}>
      <Cell className={classes.name}>{nameOf(contact)}</Cell>
      <Cell className={classes.email}>{contact.email}</Cell>
      <Cell className={classes.phone}>{contact.phone}</Cell>
      <Cell className={classes.company}>{contact.company}</Cell>
      <Cell className={classes.added}>
        <Moment iso={contact.created_at}>{formatDate(contact.created_at)}</Moment>
      </Cell>
      {mayEdit && (
        <Cell className={classes.actions} align="end">
          <Actions workspace={workspace} contact={contact} />
        </Cell>
      )}
    </Row>
  );
}

function Actions({ workspace, contact }: Omit<PersonRowProps, 'mayEdit'>) {
  const editing = useDialog();
  const deleting = useDialog();
  const name = nameOf(contact);

  return (
    <span className={classes.buttons}>
      <ActionIcon aria-label={`Edit ${name}`} onClick={editing.open}>
        <IconPencil size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={`Delete ${name}`} onClick={deleting.open}>
        <IconTrash size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <Suspense>
        {editing.isOpen && (
          <ContactDialog workspace={workspace} contact={contact} onClosed={editing.onClosed} />
        )}
        {deleting.isOpen && (
          <DeleteContactDialog
            workspace={workspace}
            contact={contact}
            onClosed={deleting.onClosed}
          />
        )}
      </Suspense>
    </span>
  );
}
