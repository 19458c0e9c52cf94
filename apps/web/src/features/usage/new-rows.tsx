import { Button } from '@mantine/core';
import { formatNumber } from '../../lib/format.ts';
import { IconArrowUp } from '../../ui/icons.ts';
import classes from './usage-table.module.css';

/** What has come in while the reader was further down: it waits, so that nothing moves under their eyes. */
export function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <output className={classes.newRows}>
      {count > 0 && (
        <Button
          size="xs"
          radius="xl"
          leftSection={<IconArrowUp size={14} stroke={2} aria-hidden />}
          onClick={onShow}
        >
          {formatNumber(count)} new {count === 1 ? 'request' : 'requests'}
        </Button>
      )}
    </output>
  );
}
