import { Alert, Button, Group, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useDeferredValue, useState } from 'react';
import { failureOf, issueAt } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { NAME_CHARS_MAX, type Template, withExampleValues } from './template.ts';
import classes from './template-editor.module.css';

type TemplateEditorProps = {
  workspace: string;
  /** Absent for a new one, which begins with `html`. */
  template?: Template & { html: string };
  html?: string;
  mayEdit: boolean;
};

export function TemplateEditor({ workspace, template, html = '', mayEdit }: TemplateEditorProps) {
  const [name, setName] = useState(template?.name ?? '');
  const [text, setText] = useState(template?.html ?? html);
  const { save, isPending, error } = useSave(workspace, template?.id);
  const failure = error === null ? null : failureOf(error);
  const isChanged = !template || name !== template.name || text !== template.html;

  function submit(event: FormEvent) {
    event.preventDefault();
    save({ name: name.trim(), html: text });
  }

  return (
    <form className={classes.editor} onSubmit={submit}>
      {failure && failure.issues.length === 0 && (
        <Alert color="red" role="alert" className={classes.wide}>
          {failure.message}
        </Alert>
      )}
      <div className={classes.fields}>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          readOnly={!mayEdit}
          maxLength={NAME_CHARS_MAX}
          value={name}
          error={issueAt(failure, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="HTML"
          readOnly={!mayEdit}
          spellCheck={false}
          classNames={{ input: classes.code }}
          value={text}
          error={issueAt(failure, 'html')}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {mayEdit && (
          <Group justify="space-between" gap="sm">
            <span className={classes.hint}>
              {template?.approvedAt && text !== template.html
                ? 'Changed HTML has to be approved again.'
                : ''}
            </span>
            <Button type="submit" loading={isPending} disabled={!isChanged}>
              {template ? 'Save changes' : 'Create template'}
            </Button>
          </Group>
        )}
      </div>
      <Preview html={text} />
    </form>
  );
}

function useSave(workspace: string, id: string | undefined) {
  const navigate = useNavigate();
  const refresh = () => queryClient.invalidateQueries(trpc.templates.pathFilter());
  const create = useMutation(
    trpc.templates.create.mutationOptions({
      onSuccess: async (created) => {
        await refresh();
        await navigate({
          to: '/w/$workspace/templates/$templateId',
          params: { workspace, templateId: created.id },
        });
      },
    }),
  );
  const update = useMutation(trpc.templates.update.mutationOptions({ onSuccess: refresh }));

  return {
    isPending: create.isPending || update.isPending,
    error: create.error ?? update.error,
    save(fields: { name: string; html: string }) {
      if (id === undefined) create.mutate({ workspace, ...fields });
      else update.mutate({ workspace, id, ...fields });
    },
  };
}

/** Follows the typing, a little behind it; strangers' HTML, so without scripts and without an origin. */
function Preview({ html }: { html: string }) {
  const shown = useDeferredValue(html);

  return (
    <div className={classes.preview}>
      <div className={classes.previewHead}>Preview, with the names of the placeholders</div>
      <iframe
        className={classes.frame}
        title="Preview of the template"
        sandbox=""
        srcDoc={withExampleValues(shown)}
      />
    </div>
  );
}
