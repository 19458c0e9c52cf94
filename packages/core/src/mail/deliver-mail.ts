import type { MailKind, Pool } from '@tented/db';
import type { Mailer } from './mailer.ts';
import { type Letterhead, toMessage } from './mail-texts.ts';

export type QueuedMail = {
  workspaceId: string;
  id: string;
  kind: MailKind;
  recipient: string;
  data: Record<string, unknown>;
  createdAt: Date;
  attempts: number;
};

type Deps = { pool: Pool; mailer: Mailer; letterhead: Letterhead };

const BATCH_MAILS = 10;
/** Longer than a mail server takes; after it somebody else may try. */
const LEASE_MS = 2 * 60 * 1_000;
const RETRY_MS = 30_000;
const RETRY_MS_MAX = 60 * 60 * 1_000;
/** An invitation or an alert of last week helps nobody. */
const AGE_MS_MAX = 3 * 24 * 60 * 60 * 1_000;

/**
 * Sends the mails that are due, some of them, and answers with how many it took. Any number of
 * servers may do so at once: each takes rows that no other has taken. A mail is marked when
 * the mail server has accepted it; a crash in between sends it again, under the same
 * Message-ID.
 */
export async function deliverDueMail(deps: Deps, at: Date): Promise<number> {
  const mails = await takeDue(deps.pool, at);
  for (const mail of mails) await deliver(deps, mail, at);
  return mails.length;
}

async function takeDue(pool: Pool, at: Date): Promise<QueuedMail[]> {
  const { rows } = await pool.query<QueuedMail>({
    name: 'take-due-mail',
    text: TAKE_DUE,
    values: [
      at,
      new Date(at.getTime() + LEASE_MS),
      new Date(at.getTime() - AGE_MS_MAX),
      BATCH_MAILS,
    ],
  });
  return rows;
}

const TAKE_DUE = `
  WITH due AS (
    SELECT workspace_id, id FROM mail
    WHERE sent_at IS NULL AND next_try_at <= $1 AND created_at > $3
    ORDER BY next_try_at LIMIT $4 FOR UPDATE SKIP LOCKED
  )
  UPDATE mail m SET attempts = m.attempts + 1, next_try_at = $2
  FROM due WHERE m.workspace_id = due.workspace_id AND m.id = due.id
  RETURNING m.workspace_id AS "workspaceId", m.id, m.kind::text AS kind, m.recipient, m.data,
            m.created_at AS "createdAt", m.attempts`;

async function deliver(deps: Deps, mail: QueuedMail, at: Date): Promise<void> {
  const { pool, mailer, letterhead } = deps;
  const { workspaceId, id, attempts } = mail;
  try {
    await mailer.send(toMessage(mail, letterhead));
  } catch (error) {
    const pauseMs = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** (attempts - 1));
    const reason = error instanceof Error ? error.message : String(error);
    await pool.query({
      text: 'UPDATE mail SET error = $3, next_try_at = $4 WHERE workspace_id = $1 AND id = $2',
      values: [workspaceId, id, reason.slice(0, 500), new Date(at.getTime() + pauseMs)],
    });
    return;
  }
  await pool.query({
    text: 'UPDATE mail SET sent_at = $3, error = NULL WHERE workspace_id = $1 AND id = $2',
    values: [workspaceId, id, at],
  });
}
