import os from 'node:os';

const BYTES_PER_GIB = 1_024 ** 3;

/** The machine, as far as it explains the numbers; it has no name. */
export function nameMachine(postgresVersion: string): string {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(os.totalmem() / BYTES_PER_GIB);
  return [
    `${model}, ${cpus.length} cores`,
    `${memory} GiB`,
    `${os.type()} ${os.arch()}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${postgresVersion.split(' ', 1)[0]}`,
  ].join(' · ');
}
