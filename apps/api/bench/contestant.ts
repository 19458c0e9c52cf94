import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** What is compared. The order is that of the tables. */
export const CONTESTANTS = {
  server: 'this server',
  usual: 'usual build',
  insert: 'bare insert',
  bare: 'bare',
} as const;

export type Contestant = keyof typeof CONTESTANTS;

/** Starts a contestant on its own database. */
export type OpenContestant = (
  databaseUrl: string,
) => Promise<{ port: number; close(): Promise<void> }>;

/** For those that are a Fastify app and nothing beside. */
export async function listen(app: FastifyInstance): ReturnType<OpenContestant> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: (app.server.address() as AddressInfo).port,
    close: () => app.close(),
  };
}

export async function loadContestant(contestant: Contestant): Promise<OpenContestant> {
  switch (contestant) {
    case 'server':
      return (await import('./contestants/this-server.ts')).openThisServer;
    case 'usual':
      return (await import('./contestants/usual-build.ts')).openUsualBuild;
    case 'insert':
      return (await import('./contestants/bare-insert.ts')).openBareInsert;
    case 'bare':
      return (await import('./contestants/bare.ts')).openBare;
  }
}

/** Which contestants write a row to the usage log for every answer. */
export function hasLog(contestant: Contestant): boolean {
  return contestant !== 'bare';
}

/** Which contestants store the contacts that they are sent. */
export function hasContacts(contestant: Contestant): boolean {
  return contestant === 'server' || contestant === 'usual';
}
