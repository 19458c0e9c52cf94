import { Button, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useRef } from 'react';
import { queryClient, trpc } from '../../lib/trpc.ts';
import type { Brand } from './brand-form.tsx';
import classes from './brand-page.module.css';
import { type Picture, pictureUrl, removePicture, uploadPicture } from './upload-picture.ts';

const TYPES = 'image/png,image/jpeg,image/webp,image/svg+xml';

const TEXTS = {
  logo: { title: 'Logo', text: 'In the head of a page. PNG, JPEG, WebP or SVG, up to 1 MB.' },
  icon: { title: 'Icon', text: 'In the tab of the browser. Square, up to 1 MB.' },
} as const;

type BrandPicturesProps = { workspace: string; brand: Brand; mayChange: boolean };

export function BrandPictures({ brand, ...props }: BrandPicturesProps) {
  return (
    <div className={classes.card}>
      <PictureField picture="logo" version={brand.logoVersion} {...props} />
      <PictureField picture="icon" version={brand.iconVersion} {...props} />
    </div>
  );
}

type PictureFieldProps = {
  workspace: string;
  picture: Picture;
  version: string | null;
  mayChange: boolean;
};

function PictureField({ workspace, picture, version, mayChange }: PictureFieldProps) {
  const { title, text } = TEXTS[picture];

  return (
    <section className={classes.picture} aria-labelledby={`brand-${picture}`}>
      <Title order={2} id={`brand-${picture}`}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mt={2}>
        {text}
      </Text>
      <div className={classes.frame} data-picture={picture}>
        {version ? (
          <img src={`${pictureUrl(workspace, picture)}?v=${version}`} alt={`The ${picture}`} />
        ) : (
          `No ${picture} yet`
        )}
      </div>
      {mayChange && (
        <PictureButtons workspace={workspace} picture={picture} hasPicture={version !== null} />
      )}
    </section>
  );
}

type PictureButtonsProps = { workspace: string; picture: Picture; hasPicture: boolean };

function PictureButtons({ workspace, picture, hasPicture }: PictureButtonsProps) {
  const input = useRef<HTMLInputElement>(null);
  const onSuccess = () => queryClient.invalidateQueries(trpc.brand.get.queryFilter());
  const upload = useMutation({ mutationFn: uploadPicture, onSuccess });
  const remove = useMutation({ mutationFn: removePicture, onSuccess });
  const error = upload.error ?? remove.error;

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.currentTarget.files ?? [];
    // The same file may be chosen again after it was mended.
    event.currentTarget.value = '';
    remove.reset();
    if (file) upload.mutate({ workspace, picture, file });
  }

  return (
    <>
      <input
        ref={input}
        type="file"
        accept={TYPES}
        hidden
        aria-label={`File of the ${picture}`}
        onChange={choose}
      />
      <div className={classes.buttons}>
        <Button
          variant="default"
          size="xs"
          loading={upload.isPending}
          onClick={() => input.current?.click()}
        >
          {hasPicture ? 'Replace' : 'Upload'} {picture}
        </Button>
        {hasPicture && (
          <Button
            variant="default"
            size="xs"
            loading={remove.isPending}
            onClick={() => {
              upload.reset();
              remove.mutate({ workspace, picture });
            }}
          >
            Remove {picture}
          </Button>
        )}
      </div>
      {error && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm" mt="xs">
          {error.message}
        </Text>
      )}
    </>
  );
}
