import type { ChildProcess } from 'node:child_process';
import type { Clock } from '@tented/core';
import { type Child, startChild } from './children.ts';
import type { HarnessMessage, ServerMessage, ServerOptions } from './server.ts';

/** A server of the fleet as the harness sees it; the same place keeps its number over restarts. */
export type Server = {
  number: number;
  /** Undefined while it is down. */
  url: string | undefined;
  /** Somebody is about to end or start it. */
  isTaken: boolean;
  rssBytesMax: number;
};

export type Fleet = {
  servers: readonly Server[];
  clock: Clock;
  /** Starts a server that is down. */
  start(server: Server): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(server: Server): Promise<void>;
  /** SIGTERM; resolves when the process has ended by itself, with its exit code. */
  stop(server: Server): Promise<number | null>;
  /** Sets the clock of every server, and the harness's own, to a moment. */
  setClock(to: Date): Promise<void>;
  /** What servers said when they ended without having been told to. */
  crashes: readonly string[];
  close(): Promise<void>;
};

type Options = Omit<ServerOptions, 'clockOffsetMs'> & { count: number; startAt: Date };

/** Starts `count` servers on one database, all with the clock of the harness. */
export async function openFleet({ count, startAt, ...options }: Options): Promise<Fleet> {
  const crashes: string[] = [];
  let offsetMs = startAt.getTime() - Date.now();
  const members = Array.from({ length: count }, (_, index) => newMember(index + 1));
  const memberOf = (server: Server) => members[server.number - 1]!;

  async function start(server: Server): Promise<void> {
    const member = memberOf(server);
    const child = spawnServer({ ...options, clockOffsetMs: offsetMs });
    member.child = child.process;
    server.url = `http://127.0.0.1:${await child.ready(server)}`;
    // The clock may have been set while it was starting.
    await tellClock(child.process, offsetMs);
    void noticeCrash(member, child);
  }

  async function noticeCrash(member: Member, child: Child) {
    const reason = await child.ended;
    if (member.child !== child.process) return;
    crashes.push(`Server ${member.server.number}: ${reason}`);
    member.server.url = undefined;
  }

  async function end(server: Server, signal: NodeJS.Signals): Promise<number | null> {
    const { child } = memberOf(server);
    if (!child) return null;
    memberOf(server).child = undefined;
    const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    if (signal === 'SIGKILL') server.url = undefined;
    const exitCode = await code;
    server.url = undefined;
    return exitCode;
  }

  const fleet: Fleet = {
    servers: members.map(({ server }) => server),
    clock: () => new Date(Date.now() + offsetMs),
    start,
    kill: async (server) => void (await end(server, 'SIGKILL')),
    stop: (server) => end(server, 'SIGTERM'),
    async setClock(to) {
      offsetMs = to.getTime() - Date.now();
      const running = members.flatMap(({ child }) => child ?? []);
      await Promise.all(running.map((child) => tellClock(child, offsetMs)));
    },
    crashes,
    close: async () => void (await Promise.all(members.map(({ server }) => fleet.stop(server)))),
  };
  await Promise.all(fleet.servers.map((server) => start(server)));
  return fleet;
}

type Member = { server: Server; child: ChildProcess | undefined };

function newMember(number: number): Member {
  return { server: { number, url: undefined, isTaken: false, rssBytesMax: 0 }, child: undefined };
}

/** Resolves when the server has taken the clock over, or has ended. */
function tellClock(child: ChildProcess, offsetMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      child.off('message', listen).off('exit', done);
      resolve();
    };
    const listen = (message: ServerMessage) => {
      if (message.type === 'clock' && message.offsetMs === offsetMs) done();
    };
    child.on('message', listen);
    child.once('exit', done);
    if (!child.connected) return done();
    child.send({ type: 'clock', offsetMs } satisfies HarnessMessage, (error) => error && done());
  });
}

function spawnServer(options: ServerOptions) {
  const child = startChild('server.ts', JSON.stringify(options));
  const ready = (server: Server) =>
    new Promise<number>((resolve, reject) => {
      child.process.on('message', (message: ServerMessage) => {
        if (message.type === 'ready') resolve(message.port);
        if (message.type === 'memory') {
          server.rssBytesMax = Math.max(server.rssBytesMax, message.rssBytes);
        }
      });
      void child.ended.then((reason) => reject(new Error(`A server did not start: ${reason}`)));
    });
  return { ...child, ready };
}
