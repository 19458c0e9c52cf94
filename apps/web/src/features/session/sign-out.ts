/** Leaves by loading the page anew, so that nothing of the last person stays in memory. */
export async function signOut(next = '/sign-in'): Promise<void> {
  // Loaded when needed: the pages of a workspace use nothing else of it.
  const { authClient } = await import('../../lib/auth-client.ts');
  const { error } = await authClient.signOut();
  if (error) throw new Error(error.message ?? 'Signing out failed.');
  window.location.assign(next);
}
