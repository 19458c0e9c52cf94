import { Alert, Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useState } from 'react';
import { type Failure, failureOf, issueAt } from '../../lib/failure.ts';
import { type Outputs, queryClient, trpc } from '../../lib/trpc.ts';
import classes from './brand-page.module.css';
import { ColorField } from './color-field.tsx';

export type Brand = Outputs['brand']['get'];

type Fields = { companyName: string; domain: string; description: string; primaryColor: string };

type BrandFormProps = { workspace: string; brand: Brand; mayChange: boolean };

export function BrandForm({ workspace, brand, mayChange }: BrandFormProps) {
  const [fields, setFields] = useState(() => toFields(brand));
  const save = useMutation(
    trpc.brand.update.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.brand.get.queryKey({ workspace }), saved);
        setFields(toFields(saved));
      },
    }),
  );
  const failure = save.error && failureOf(save.error);
  const isChanged = JSON.stringify(fields) !== JSON.stringify(toFields(brand));

  function field(name: keyof Fields) {
    return {
      value: fields[name],
      readOnly: !mayChange,
      error: issueAt(failure, `brand.${name}`),
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
        setFields({ ...fields, [name]: event.currentTarget.value }),
    };
  }

  return (
    <form
      className={classes.card}
      aria-label="Brand"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ workspace, brand: fields });
      }}
    >
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure.issues.length > 0 ? 'Something is not right yet: see below.' : failure.message}
          </Alert>
        )}
        <BrandFieldInputs field={field} />
        {mayChange && (
          <Group justify="flex-end" mt="xs">
            <SavedNote isSaved={save.isSuccess && !isChanged} failure={failure} />
            <Button type="submit" loading={save.isPending} disabled={!isChanged}>
              Save changes
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

type FieldProps = {
  value: string;
  readOnly: boolean;
  error: string | undefined;
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
};

function BrandFieldInputs({ field }: { field: (name: keyof Fields) => FieldProps }) {
  return (
    <>
      <TextInput label="Company name" maxLength={120} {...field('companyName')} />
      <TextInput
        label="Domain"
        placeholder="acme.example"
        autoCapitalize="none"
        spellCheck={false}
        {...field('domain')}
      />
      <Textarea
        label="Description"
        description="What your company does, for whom, and in which tone."
        autosize
        minRows={3}
        maxRows={10}
        maxLength={1_000}
        {...field('description')}
      />
      <ColorField {...field('primaryColor')} />
    </>
  );
}

function SavedNote({ isSaved, failure }: { isSaved: boolean; failure: Failure | null }) {
  return <output className={classes.saved}>{isSaved && !failure && 'Saved.'}</output>;
}

function toFields({ companyName, domain, description, primaryColor }: Brand): Fields {
  return {
    companyName: companyName ?? '',
    domain: domain ?? '',
    description: description ?? '',
    primaryColor: primaryColor ?? '',
  };
}
