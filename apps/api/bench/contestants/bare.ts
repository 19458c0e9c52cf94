import Fastify, { type FastifyRequest } from 'fastify';
import { listen, type OpenContestant } from '../contestant.ts';
import { acceptAll, type ContactParams, type ItemsBody, someContact } from './answers.ts';

/** What Fastify costs by itself: two native routes that know their answers. */
export const openBare: OpenContestant = async () => {
  const app = Fastify();
  app.get('/v1/contacts/:contactId', (request: FastifyRequest<ContactParams>, reply) => {
    void reply.send(someContact(request.params.contactId));
  });
  app.post('/v1/contacts', (request: FastifyRequest<ItemsBody>, reply) => {
    void reply.send(acceptAll(request.body.items));
  });
  return listen(app);
};
