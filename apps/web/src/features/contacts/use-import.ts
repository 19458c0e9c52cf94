import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, failureOf } from '../../lib/failure.ts';
import { type Outputs, queryClient, trpc } from '../../lib/trpc.ts';
import type { CsvRow } from './csv.ts';

type Result = Outputs['contacts']['import'][number];

export type ReportLine = { line: number; outcome: Result['outcome']; reason: string | null };

/** As many as the server takes at once. */
const PART_ROWS = 250;
const ALL_PERCENT = 100;

/** Sends the rows of a file part by part, and gathers what became of each. */
export function useImport(workspace: string) {
  const part = useMutation(trpc.contacts.import.mutationOptions());
  const [percent, setPercent] = useState<number | null>(null);
  const [report, setReport] = useState<ReportLine[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function run(rows: CsvRow[], onConflict: 'skip' | 'update') {
    const lines: ReportLine[] = [];
    setFailure(null);
    try {
      for (let first = 0; first < rows.length; first += PART_ROWS) {
        setPercent((first / rows.length) * ALL_PERCENT);
        const chunk = rows.slice(first, first + PART_ROWS);
        const fields = chunk.map((row) => row.fields);
        const results = await part.mutateAsync({ workspace, rows: fields, onConflict });
        for (const result of results) lines.push(toLine(result, chunk));
      }
      setReport(lines);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setPercent(null);
      await queryClient.invalidateQueries(trpc.contacts.list.queryFilter());
    }
  }

  return { run, report, failure, isRunning: percent !== null, percent: percent ?? 0 };
}

function toLine(result: Result, rows: CsvRow[]): ReportLine {
  return {
    line: rows[result.index]?.line ?? 0,
    outcome: result.outcome,
    reason: 'reason' in result ? result.reason : null,
  };
}
