import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { type Outputs, trpc } from '../../lib/trpc.ts';
import { ButtonLink } from '../../ui/links.tsx';
import { AuthPage } from '../session/auth-page.tsx';
import { ROLE_TEXTS } from '../session/roles.ts';
import { signOut } from '../session/sign-out.ts';
import { useSession } from '../session/use-session.ts';
import { EnterForm } from './enter-form.tsx';
import { useAccept } from './use-accept.ts';

const route = getRouteApi('/invitation/$token');

type Offer = Outputs['invitations']['get'];

/** Where the link of an invitation leads: with an account or without one yet. */
export function InvitationPage() {
  const { token } = route.useParams();
  const offer = useQuery(trpc.invitations.get.queryOptions({ token }));

  if (offer.error) {
    return (
      <AuthPage title="This invitation does not work" text={failureOf(offer.error).message}>
        <ButtonLink to="/" variant="default" fullWidth>
          Go to start
        </ButtonLink>
      </AuthPage>
    );
  }
  if (!offer.data) {
    return (
      <AuthPage title="Invitation" text="One moment …">
        <Skeleton height="6rem" />
      </AuthPage>
    );
  }
  if (offer.data.isExpired) {
    return (
      <AuthPage
        title="This invitation has expired"
        text={`Ask ${offer.data.invitedBy ?? 'whoever invited you'} to send it again.`}
      >
        <ButtonLink to="/" variant="default" fullWidth>
          Go to start
        </ButtonLink>
      </AuthPage>
    );
  }
  return <Open token={token} offer={offer.data} />;
}

function Open({ token, offer }: { token: string; offer: Offer }) {
  const { user } = useSession();
  const { workspace, invitedBy, role, email } = offer;
  const who = invitedBy ?? 'The operator of this server';
  const text = `${who} invites you to join as ${ROLE_TEXTS[role].withArticle}. ${ROLE_TEXTS[role].description}`;

  return (
    <AuthPage title={`Join ${workspace.name}`} text={text}>
      {!user && <EnterForm token={token} email={email} hasAccount={offer.hasAccount} />}
      {user && user.email === email && <Join token={token} workspace={workspace.name} />}
      {user && user.email !== email && <WrongPerson email={email} signedInAs={user.email} />}
    </AuthPage>
  );
}

function Join({ token, workspace }: { token: string; workspace: string }) {
  const accept = useAccept();

  return (
    <Stack>
      {accept.error && (
        <Alert color="red" role="alert">
          {failureOf(accept.error).message}
        </Alert>
      )}
      <Button fullWidth loading={accept.isPending} onClick={() => accept.mutate({ token })}>
        Join {workspace}
      </Button>
    </Stack>
  );
}

function WrongPerson({ email, signedInAs }: { email: string; signedInAs: string }) {
  const leave = useMutation({
    mutationFn: () => signOut(window.location.pathname),
  });

  return (
    <Stack>
      <Text>
        This invitation is for <strong>{email}</strong>, and you are signed in as{' '}
        <strong>{signedInAs}</strong>.
      </Text>
      <Button variant="default" fullWidth loading={leave.isPending} onClick={() => leave.mutate()}>
        {leave.isError ? 'Signing out failed, try again' : 'Sign out and continue'}
      </Button>
    </Stack>
  );
}
