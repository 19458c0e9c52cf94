import { createHash, createHmac } from 'node:crypto';

export type InvitationRef = { workspaceId: string; id: string; number: number };

export type InvitationLinks = {
  /** What the link carries. */
  tokenOf(invitation: InvitationRef): string;
  urlOf(invitation: InvitationRef): string;
};

const WORKSPACE_BYTES = 16;
const MAC_BYTES = 24;
const TOKEN = /^[\w-]{54}$/;

/**
 * Links of invitations follow from the installation's secret, so that a mail that has to be
 * sent again carries the same one although only its hash is stored. The workspace stands in
 * the token in the clear: it says where to look.
 */
export function createInvitationLinks({
  secret,
  publicUrl,
}: {
  secret: string;
  publicUrl: string;
}): InvitationLinks {
  function tokenOf({ workspaceId, id, number }: InvitationRef): string {
    const mac = createHmac('sha256', secret).update(`invitation:${workspaceId}:${id}:${number}`);
    return Buffer.concat([
      Buffer.from(workspaceId.replaceAll('-', ''), 'hex'),
      mac.digest().subarray(0, MAC_BYTES),
    ]).toString('base64url');
  }
  return {
    tokenOf,
    urlOf: (invitation) => `${publicUrl}/invitation/${tokenOf(invitation)}`,
  };
}

export function hashInvitationToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The workspace a token names; null for what cannot be one. */
export function workspaceOfToken(token: string): string | null {
  if (!TOKEN.test(token)) return null;
  const hex = Buffer.from(token, 'base64url').subarray(0, WORKSPACE_BYTES).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
