import { Text } from '@mantine/core';
import { CodeBlock } from '../../ui/code-block.tsx';

/** Where the server sends no mail, the one who invites is the messenger. */
export function InvitationLink({ email, link }: { email: string; link: string }) {
  return (
    <div>
      <Text mb="sm">
        This server sends no mail. Pass this link on to <strong>{email}</strong> yourself; it works
        once, for seven days, and for that address alone.
      </Text>
      <CodeBlock code={link} copyLabel="Copy link" />
    </div>
  );
}
