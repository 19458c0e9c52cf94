import { ActionIcon, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { IconCheck, IconPencil, IconX } from '../../ui/icons.ts';
import { takeFocus } from '../../ui/take-focus.ts';
import { type ApiKey, NAME_CHARS_MAX } from './api-key.ts';
import classes from './api-key-table.module.css';

type RenameApiKeyProps = { workspace: string; apiKey: ApiKey };

/** The name with its pencil; the field takes the name's place, and the pencil gets the focus back. */
export function RenameApiKey({ workspace, apiKey }: RenameApiKeyProps) {
  const [isEditing, setIsEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);

  function close() {
    // The pencil must be back on the page before it can take the focus.
    flushSync(() => setIsEditing(false));
    pencil.current?.focus();
  }

  if (isEditing) return <NameForm workspace={workspace} apiKey={apiKey} onClose={close} />;
  return (
    <span className={classes.editable}>
      {apiKey.name}
      <ActionIcon
        ref={pencil}
        aria-label={`Rename ${apiKey.name}`}
        onClick={() => setIsEditing(true)}
      >
        <IconPencil size={15} stroke={1.75} aria-hidden />
      </ActionIcon>
    </span>
  );
}

function NameForm({ workspace, apiKey, onClose }: RenameApiKeyProps & { onClose: () => void }) {
  const [name, setName] = useState(apiKey.name);
  const rename = useMutation(
    trpc.apiKeys.rename.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter());
        onClose();
      },
    }),
  );

  function save(event: FormEvent) {
    event.preventDefault();
    const isChanged = name.trim() !== apiKey.name;
    if (isChanged) rename.mutate({ workspace, id: apiKey.id, name: name.trim() });
    else onClose();
  }

  return (
    <form className={classes.editor} onSubmit={save}>
      <TextInput
        className={classes.field}
        size="xs"
        aria-label="Key name"
        ref={takeFocus}
        required
        maxLength={NAME_CHARS_MAX}
        value={name}
        error={rename.error && failureOf(rename.error).message}
        onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      />
      <ActionIcon type="submit" size={30} aria-label="Save name" loading={rename.isPending}>
        <IconCheck size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <ActionIcon size={30} aria-label="Cancel renaming" onClick={onClose}>
        <IconX size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </form>
  );
}
