import { authClient } from '../../lib/auth-client.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';

export async function signIn(input: { email: string; password: string }): Promise<void> {
  const { error } = await authClient.signIn.email(input);
  if (error) throw new Error(messageOf(error, 'The e-mail address or the password is not right.'));
  await reloadSession();
}

export async function signUp(input: { name: string; email: string; password: string }) {
  const { error } = await authClient.signUp.email(input);
  if (error) throw new Error(messageOf(error, 'The account could not be made.'));
  await reloadSession();
}

/** The guards of the router read the session from the cache, which still says "signed out". */
function reloadSession() {
  return queryClient.fetchQuery({ ...trpc.session.get.queryOptions(), staleTime: 0 });
}

function messageOf(error: { status: number; message?: string | undefined }, otherwise: string) {
  if (error.status === 429) return 'Too many attempts. Wait a minute and try again.';
  if (error.status === 0 || error.status >= 500) return 'The server could not be reached.';
  return error.message ?? otherwise;
}
