import type { MailKind, Prisma, Tx } from '@tented/db';
import { newId } from '../ids.ts';

/** Leaves a mail to be sent, in the transaction that makes it necessary: no commit, no mail. */
export async function queueMail(
  tx: Tx,
  mail: {
    workspaceId: string;
    kind: MailKind;
    recipient: string;
    data: Prisma.InputJsonObject;
    at: Date;
  },
): Promise<void> {
  const { at, ...rest } = mail;
  await tx.mail.create({ data: { ...rest, id: newId(at), createdAt: at, nextTryAt: at } });
}
