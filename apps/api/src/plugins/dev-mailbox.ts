import { type Message, toMessage } from '@tented/core';
import fp from 'fastify-plugin';
import type { Services } from '../services.ts';

export const MAILBOX_PATH = '/dev/mailbox';
const MAILS_MAX = 100;

/**
 * The mails that nobody sends, because no mail server is set: for development, where this page
 * stands in for the mailboxes of everybody. Never registered in production.
 */
export default fp<Pick<Services, 'db' | 'letterhead'>>(async (app, { db, letterhead }) => {
  app.get(MAILBOX_PATH, async (_request, reply) => {
    const mails = await db.mail.findMany({
      orderBy: { createdAt: 'desc' },
      take: MAILS_MAX,
    });
    const shown = mails.map((mail) => {
      const data = mail.data as Record<string, unknown>;
      return { at: mail.createdAt, message: toMessage({ ...mail, data }, letterhead) };
    });
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page(shown));
  });
});

type Shown = { at: Date; message: Message };

function page(mails: Shown[]): string {
  const list =
    mails.map(article).join('') ||
    '<p>No mail yet. Invite somebody, or use 80 % of a month’s credits.</p>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailbox · Tented API</title><style>${STYLE}</style></head><body><main><h1>Mailbox</h1><p class="note">No mail server is set (SMTP_URL), so mails are shown here instead of being sent. Development only.</p>${list}</main></body></html>`;
}

function article({ at, message: { to, subject, text } }: Shown): string {
  const body = escapeHtml(text).replaceAll(/https?:\/\/[^\s<]+/g, '<a href="$&">$&</a>');
  return `<article><header><h2>${escapeHtml(subject)}</h2><p>To ${escapeHtml(to)} · <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p></header><div class="text">${body}</div></article>`;
}

const STYLE = `
:root{color-scheme:light dark}
body{margin:0;background:light-dark(#faf9f7,#131110);color:light-dark(#1f1d1a,#edebe8);font:14px/1.55 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:2.5rem 1rem 4rem}
h1{margin:0;font-size:1.5rem;letter-spacing:-.014em}
h2{margin:0;font-size:1rem}
.note,header p{margin:.25rem 0 0;color:light-dark(#6f6962,#a09a92);font-size:.8125rem}
article{margin-top:1rem;padding:1.25rem 1.5rem;border:1px solid light-dark(#ebe8e4,#2c2926);border-radius:10px;background:light-dark(#fff,#1a1816)}
.text{margin-top:.875rem;white-space:pre-line;overflow-wrap:anywhere}
a{color:light-dark(#b4490f,#f0914f)}`;

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
