import { Button, Group, Stack } from '@mantine/core';
import { formatNumber } from '../../lib/format.ts';
import { Cell, Row, Table } from '../../ui/table.tsx';
import classes from './import-report.module.css';
import type { ReportLine } from './use-import.ts';

const OUTCOMES = ['created', 'updated', 'skipped', 'failed'] as const;
const LABELS = { created: 'Created', updated: 'Updated', skipped: 'Skipped', failed: 'Failed' };
const LINES_MAX = 200;

type ImportReportProps = { report: ReportLine[]; onDone: () => void };

/** What became of the file: counts, and the reason for each row that was not taken. */
export function ImportReport({ report, onDone }: ImportReportProps) {
  const told = report.filter(({ reason }) => reason !== null);

  return (
    <Stack>
      <dl className={classes.counts} aria-label="Import report">
        {OUTCOMES.map((outcome) => (
          <div key={outcome}>
            <dt>{LABELS[outcome]}</dt>
            <dd>{formatNumber(report.filter((line) => line.outcome === outcome).length)}</dd>
          </div>
        ))}
      </dl>
      {told.length > 0 && (
        <div className={classes.lines}>
          <Table
            label="Rows that were not taken"
            columns={[
              { name: 'Line', width: '5rem' },
              { name: 'Outcome', width: '7rem' },
              { name: 'Reason' },
            ]}
          >
            {told.slice(0, LINES_MAX).map(({ line, outcome, reason }) => (
              <Row key={line}>
                <Cell>{line}</Cell>
                <Cell>{LABELS[outcome]}</Cell>
                <Cell>{reason}</Cell>
              </Row>
            ))}
          </Table>
          {told.length > LINES_MAX && <p>And {formatNumber(told.length - LINES_MAX)} more.</p>}
        </div>
      )}
      <Group justify="flex-end">
        <Button data-autofocus onClick={onDone}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
