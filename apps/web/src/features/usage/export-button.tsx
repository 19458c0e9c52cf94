import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatCompact } from '../../lib/format.ts';
import { Hint } from '../../ui/hint.tsx';
import { IconDownload, IconX } from '../../ui/icons.ts';
import { downloadLines, saveFile } from './download-csv.ts';
import classes from './usage-page.module.css';
import { summaryOptions } from './usage-queries.ts';
import { exportAddress, type UsageQuestion } from './usage-search.ts';
import { totalsOf } from './usage-totals.ts';

type Progress = { lines: number } | { error: string } | null;

/** The rows of the filter as a file. While it comes the button tells how far it is, and stops it. */
export function ExportButton({ question }: { question: UsageQuestion }) {
  const [progress, setProgress] = useState<Progress>(null);
  const abort = useRef<AbortController>(null);
  const summary = useQuery(summaryOptions(question)).data;
  const total = summary && !summary.countedFrom ? totalsOf(summary).requests : undefined;
  const isRunning = progress !== null && 'lines' in progress;

  async function run() {
    const running = new AbortController();
    abort.current = running;
    setProgress({ lines: 0 });
    try {
      const { signal } = running;
      saveFile(
        await downloadLines(exportAddress(question), {
          signal,
          onProgress: (lines) => setProgress({ lines }),
        }),
      );
      setProgress(null);
    } catch (error) {
      const isStopped = running.signal.aborted;
      setProgress(isStopped ? null : { error: (error as Error).message });
    }
  }

  return (
    <Hint label={tipOf(progress)}>
      <Button
        variant="default"
        size="xs"
        className={classes.tool}
        leftSection={
          isRunning ? (
            <IconX size={14} stroke={1.75} aria-hidden />
          ) : (
            <IconDownload size={14} stroke={1.75} aria-hidden />
          )
        }
        aria-label={isRunning ? 'Stop the export' : 'Export as CSV'}
        onClick={() => (isRunning ? abort.current?.abort() : void run())}
      >
        <output>{textOf(progress, total)}</output>
      </Button>
    </Hint>
  );
}

function tipOf(progress: Progress): string {
  if (!progress) return 'Every request that the filters let through';
  return 'error' in progress ? progress.error : 'Stop the export';
}

function textOf(progress: Progress, total: number | undefined): string {
  if (!progress) return 'CSV';
  if ('error' in progress) return 'Failed, try again';
  if (!total) return `${formatCompact(progress.lines)} rows`;
  const percent = Math.min(100, Math.floor((progress.lines / total) * 100));
  return `${percent} % of ${formatCompact(total)}`;
}
