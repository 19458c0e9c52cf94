import {
  assertMay,
  AppError,
  BRAND_PICTURES,
  type BrandPicture,
  getMembership,
  type Membership,
  type Permission,
  PICTURE_BYTES_MAX,
  readBrandPicture,
  removeBrandPicture,
  setBrandPicture,
} from '@tented/core';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Auth } from '../auth.ts';
import { arrivedAt } from '../request-id.ts';
import type { Services } from '../services.ts';
import { findUser } from './session.ts';
import { isSameOrigin } from './settings-trpc-routes.ts';

const URL = '/api/workspaces/:workspace/brand/:picture';

type Options = { services: Services; auth: Auth; publicUrl: string };

/** Logo and icon, for the settings app: tRPC carries JSON, and these are bytes. */
export default fp<Options>(async (app, { services, auth, publicUrl }) => {
  async function authorise(request: FastifyRequest, permission: Permission) {
    const { workspace: slug, picture } = request.params as { workspace: string; picture: string };
    const user = await findUser(auth, request);
    if (!user) throw new AppError('unauthorized', 'Sign in first.');
    if (request.method !== 'GET' && !isSameOrigin(request, publicUrl)) {
      throw new AppError('forbidden', 'Changes are accepted from the app itself only.');
    }
    const at = arrivedAt(request.id);
    const workspace = await getMembership(services.db, { userId: user.id, slug, at });
    assertMay(workspace.role, permission);
    return { actor: { userId: user.id, at }, of: pictureOf(workspace, picture) };
  }

  await app.register(async (pictures) => {
    // Whatever it is called: its type is told from its bytes.
    pictures.removeAllContentTypeParsers();
    pictures.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );

    pictures.get(URL, async (request, reply) => {
      const { of } = await authorise(request, 'workspace.read');
      const { stream, contentType } = await readBrandPicture(services, of);
      return (
        reply
          .type(contentType)
          // An SVG opened by itself is a document, which may have scripts: not on our origin.
          .header(
            'content-security-policy',
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          )
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'private, max-age=31536000, immutable')
          .send(stream)
      );
    });

    pictures.put(URL, { bodyLimit: PICTURE_BYTES_MAX }, async (request, reply) => {
      const { actor, of } = await authorise(request, 'brand.manage');
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await setBrandPicture(services, actor, { ...of, bytes });
      return reply.code(204).send();
    });

    pictures.delete(URL, async (request, reply) => {
      const { actor, of } = await authorise(request, 'brand.manage');
      await removeBrandPicture(services, actor, of);
      return reply.code(204).send();
    });
  });
});

function pictureOf({ id: workspaceId }: Membership, name: string) {
  const picture = BRAND_PICTURES.find((known): known is BrandPicture => known === name);
  if (!picture) throw new AppError('not_found', 'Picture not found.');
  return { workspaceId, picture };
}
