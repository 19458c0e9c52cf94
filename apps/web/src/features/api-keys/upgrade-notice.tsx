import { Text, Title } from '@mantine/core';
import { ButtonLink } from '../../ui/links.tsx';
import type { Workspace } from '../session/use-session.ts';
import classes from './upgrade-notice.module.css';

export function UpgradeNotice({ workspace }: { workspace: Workspace }) {
  const isOwner = workspace.role === 'owner';

  return (
    <section className={classes.notice} aria-labelledby="upgrade-heading">
      <Title order={3} id="upgrade-heading">
        API access is part of Pro and Max
      </Title>
      <Text mt={4} mb="sm" maw="44rem">
        This workspace is on the Free plan, which has no API keys. Pro has 100 credits a month, Max
        1,000.{!isOwner && ' An owner can change the plan.'}
      </Text>
      <ButtonLink
        {...(!isOwner && { variant: 'default' })}
        to="/w/$workspace/settings/plan"
        params={{ workspace: workspace.slug }}
      >
        {isOwner ? 'Choose a plan' : 'Compare the plans'}
      </ButtonLink>
    </section>
  );
}
