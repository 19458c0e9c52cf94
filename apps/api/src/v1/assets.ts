import { deleteFiles, newFileKey, UncertainOutcome } from '@tented/core';
import { z } from 'zod';
import { publicProcedure } from '../rest/public-trpc.ts';
import { Id, Timestamp } from '../rest/schemas.ts';
import { UploadedFile } from '../rest/upload.ts';
import { uploadExamples } from './tent-examples.ts';
import { Ulid } from './tent-schemas.ts';

const tags = ['Tents'];

const Asset = z
  .object({
    requested_tent_id: z.string().meta({ description: 'As asked for: a UUID, or `new`.' }),
    actual_tent_id: Id.meta({ description: 'The tent that has it.' }),
    asset_id: Ulid,
    filename: z.string().meta({ description: 'Without any path.' }),
    content_type: z.string().meta({ description: 'Its media type.' }),
    file_size: z.int().meta({ description: 'In bytes.' }),
    uploaded_at: Timestamp,
  })
  .meta({ id: 'Asset' });

export const tentAssets = {
  upload: publicProcedure
    .meta({
      successStatus: 201,
      multipart: true,
      examples: uploadExamples,
      openapi: {
        method: 'POST',
        path: '/v1/tents/{tentId}/assets',
        tags,
        summary: 'Upload an asset',
        description:
          '`tentId` is a tent, or `new` for an idle tent that is made with it. Exactly one part named `file`, at most 4 MB.',
      },
    })
    .input(
      z.strictObject({
        tentId: z
          .union([z.literal('new'), Id], 'Neither "new" nor a UUID')
          .meta({ description: 'The id of a tent, or `new`.' }),
        file: UploadedFile,
      }),
    )
    .output(Asset)
    .mutation(async ({ ctx, input: { tentId, file } }) => {
      const { files, pool, tents } = ctx.services;
      const { workspaceId, at } = ctx.caller;
      const { filename, contentType, bytes } = file;
      const storageKey = newFileKey(workspaceId, at);
      await files.put(storageKey, bytes, { contentType });
      try {
        return await ctx.write(
          tents.upload,
          { tentId, filename, contentType, fileSize: bytes.length, storageKey },
          (asset) => ({
            requested_tent_id: tentId,
            actual_tent_id: asset.tentId,
            asset_id: asset.assetId,
            filename: asset.filename,
            content_type: asset.contentType,
            file_size: asset.fileSize,
            uploaded_at: asset.uploadedAt.toISOString(),
          }),
        );
      } catch (error) {
        // Refused, or a replay of an earlier upload: then nothing names the file. Whether
        // something will after an uncertain commit cannot be known, so it stays.
        if (!(error instanceof UncertainOutcome)) {
          await deleteFiles({ pool, files }, { workspaceId, storageKeys: [storageKey] }).catch(
            () => {},
          );
        }
        throw error;
      }
    }),
};
