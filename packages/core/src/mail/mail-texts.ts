import { periodEnd } from '../credits/plans.ts';
import type { InvitationLinks } from '../workspaces/invitation-links.ts';
import type { QueuedMail } from './deliver-mail.ts';
import type { Message } from './mailer.ts';

/** What every mail needs to know of the installation. */
export type Letterhead = { links: InvitationLinks; publicUrl: string };

type Letter = { subject: string; paragraphs: string[]; action: { label: string; url: string } };

/** The mail as it leaves; the same one for every attempt. */
export function toMessage(
  mail: Pick<QueuedMail, 'workspaceId' | 'id' | 'kind' | 'recipient' | 'data'>,
  letterhead: Letterhead,
): Message {
  const letter = LETTERS[mail.kind](mail, letterhead);
  const { hostname } = new URL(letterhead.publicUrl);
  return {
    messageId: `<${mail.id}@${hostname}>`,
    to: mail.recipient,
    // A name may contain anything but must not end the header.
    subject: letter.subject.replaceAll(/\s+/g, ' '),
    text: toText(letter),
    html: toHtml(letter),
  };
}

type Write = (mail: Pick<QueuedMail, 'workspaceId' | 'data'>, letterhead: Letterhead) => Letter;

const LETTERS: Record<QueuedMail['kind'], Write> = {
  invitation({ workspaceId, data }, { links }) {
    const { invitationId, number, role, workspaceName, inviterName, expiresAt } = data as {
      invitationId: string;
      number: number;
      role: string;
      workspaceName: string;
      inviterName: string | null;
      expiresAt: string;
    };
    const who = inviterName ?? 'The operator of this server';
    return {
      subject: `${who} invites you to ${workspaceName}`,
      paragraphs: [
        `${who} invites you to the workspace “${workspaceName}” on Tented API, as ${ROLES[role] ?? role}.`,
        `The link works once, until ${toDay(expiresAt)}. If you do not know what this is about, ignore this mail: nothing happens.`,
      ],
      action: {
        label: 'Accept the invitation',
        url: links.urlOf({ workspaceId, id: invitationId, number }),
      },
    };
  },

  credit_alert({ data }, { publicUrl }) {
    const { threshold, used, allowance, workspaceName, slug, startsAt } = data as {
      threshold: number;
      used: number;
      allowance: number;
      workspaceName: string;
      slug: string;
      startsAt: string;
    };
    const resetsOn = toDay(periodEnd(new Date(startsAt)).toISOString());
    const isGone = threshold >= 100;
    return {
      subject: isGone
        ? `${workspaceName} has used all credits of this month`
        : `${workspaceName} has used ${threshold} % of this month’s credits`,
      paragraphs: [
        `The workspace “${workspaceName}” has used ${used} of ${allowance} credits.`,
        isGone
          ? `Requests that cost credits are refused until ${resetsOn}. Everything else goes on. A larger plan counts at once.`
          : `They reset on ${resetsOn}. When they are used up, requests that cost credits are refused.`,
      ],
      action: { label: 'See the credits', url: `${publicUrl}/w/${slug}/settings/api` },
    };
  },
};

const ROLES: Record<string, string> = {
  owner: 'an owner',
  admin: 'an admin',
  member: 'a member',
  viewer: 'a viewer',
};

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});

function toDay(iso: string): string {
  return DAY.format(new Date(iso));
}

function toText({ paragraphs, action }: Letter): string {
  return [...paragraphs.slice(0, 1), `${action.label}: ${action.url}`, ...paragraphs.slice(1)].join(
    '\n\n',
  );
}

function toHtml({ paragraphs, action }: Letter): string {
  const [first = '', ...rest] = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  const link = `<p><a href="${escapeHtml(action.url)}" style="display:inline-block;padding:10px 18px;border-radius:7px;background:#1f1d1a;color:#fff;text-decoration:none;font-weight:600">${escapeHtml(action.label)}</a></p>`;
  return `<!doctype html><html lang="en"><body style="margin:0;padding:32px 20px;background:#faf9f7;color:#1f1d1a;font:15px/1.55 system-ui,sans-serif"><div style="max-width:520px;margin:0 auto;padding:28px;border:1px solid #ebe8e4;border-radius:10px;background:#fff">${[first, link, ...rest].join('')}</div></body></html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
