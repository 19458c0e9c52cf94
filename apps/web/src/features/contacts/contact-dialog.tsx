import { Alert, Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { failureOf, issueAt } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { changesOf, type Contact, nameOf, TEXT_FIELDS, typedFrom } from './contact.ts';

type ContactDialogProps = {
  workspace: string;
  /** Null = a new one. */
  contact: Contact | null;
  onClosed: () => void;
};

export default function ContactDialog({ onClosed, ...props }: ContactDialogProps) {
  const title = props.contact ? `Edit ${nameOf(props.contact)}` : 'Add person';

  return (
    <Dialog title={title} size="lg" onClosed={onClosed}>
      {(close) => <ContactForm {...props} onDone={close} />}
    </Dialog>
  );
}

type ContactFormProps = Omit<ContactDialogProps, 'onClosed'> & { onDone: () => void };

function ContactForm({ workspace, contact, onDone }: ContactFormProps) {
  const [typed, setTyped] = useState(() => typedFrom(contact));
  const { save, isPending, error } = useSave({ workspace, contact, onDone });
  const failure = error === null ? null : failureOf(error);
  const fields = new Set<string>(TEXT_FIELDS.map(([field]) => field));
  const isSaidElsewhere = failure?.issues.some(({ path }) => fields.has(path)) ?? false;

  function submit(event: FormEvent) {
    event.preventDefault();
    const changes = changesOf(contact, typed);
    if (Object.keys(changes).length === 0) onDone();
    else save(changes);
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {failure && !isSaidElsewhere && (
          <Alert color="red" role="alert">
            {failure.message}
          </Alert>
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {TEXT_FIELDS.map(([field, label], index) => (
            <TextInput
              key={field}
              label={label}
              {...(index === 0 && { 'data-autofocus': true })}
              value={typed[field]}
              error={issueAt(failure, field)}
              onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" disabled={isPending} onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {contact ? 'Save changes' : 'Add person'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useSave({ workspace, contact, onDone }: ContactFormProps) {
  const onSuccess = async () => {
    await queryClient.invalidateQueries(trpc.contacts.pathFilter());
    onDone();
  };
  const create = useMutation(trpc.contacts.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.contacts.update.mutationOptions({ onSuccess }));

  return {
    isPending: create.isPending || update.isPending,
    error: create.error ?? update.error,
    save(fields: Record<string, string | null>) {
      if (contact) update.mutate({ workspace, id: contact.id, fields });
      else create.mutate({ workspace, fields });
    },
  };
}
