import { Text, Title } from '@mantine/core';
import { CodeBlock } from '../../ui/code-block.tsx';
import classes from './upgrade-notice.module.css';

export function UpgradeNotice({ workspace }: { workspace: string }) {
  return (
    <section className={classes.notice} aria-labelledby="upgrade-heading">
      <Title order={3} id="upgrade-heading">
        API access is part of Pro and Max
      </Title>
      <Text mt={4} mb="sm" maw="44rem">
        This workspace is on the Free plan, which has no API keys. Pro has 100 credits a month, Max
        1,000. The operator of this server changes the plan with:
      </Text>
      <CodeBlock code={`tented workspace plan --workspace ${workspace} --plan pro`} />
    </section>
  );
}
