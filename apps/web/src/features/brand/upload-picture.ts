export type Picture = 'logo' | 'icon';

const UNREACHABLE = 'The server could not be reached. Check your connection.';

export function pictureUrl(workspace: string, picture: Picture): string {
  return `/api/workspaces/${workspace}/brand/${picture}`;
}

/** Bytes do not travel over tRPC. Rejects with what may be shown. */
export async function uploadPicture(of: {
  workspace: string;
  picture: Picture;
  file: File;
}): Promise<void> {
  const { workspace, picture, file } = of;
  await send(pictureUrl(workspace, picture), {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
}

export async function removePicture(of: { workspace: string; picture: Picture }): Promise<void> {
  await send(pictureUrl(of.workspace, of.picture), { method: 'DELETE' });
}

async function send(url: string, init: RequestInit): Promise<void> {
  const response = await fetch(url, init).catch(() => null);
  if (!response) throw new Error(UNREACHABLE);
  if (response.ok) return;
  const body = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(body.error ?? UNREACHABLE);
}
