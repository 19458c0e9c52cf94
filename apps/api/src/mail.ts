import { createInvitationLinks, type Letterhead, type Mailer } from '@tented/core';
import { openSmtpMailer } from './adapters/smtp-mailer.ts';
import type { Env } from './env.ts';

export function createLetterhead({
  authSecret,
  publicUrl,
}: {
  authSecret: string;
  publicUrl: string;
}): Letterhead {
  return { publicUrl, links: createInvitationLinks({ secret: authSecret, publicUrl }) };
}

/** Null without a mail server. */
export function openMailer({ smtpUrl, mailFrom }: Env, publicUrl: string): Mailer | null {
  if (!smtpUrl) return null;
  const from = mailFrom ?? `Tented API <no-reply@${new URL(publicUrl).hostname}>`;
  return openSmtpMailer({ url: smtpUrl, from });
}
