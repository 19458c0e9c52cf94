import { Alert, Button, FileInput, Group, Progress, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { type CsvFile, readCsv } from './csv.ts';
import { ImportReport } from './import-report.tsx';
import { useImport } from './use-import.ts';

type ImportDialogProps = { workspace: string; onClosed: () => void };

export default function ImportDialog({ workspace, onClosed }: ImportDialogProps) {
  const work = useImport(workspace);

  return (
    <Dialog title="Import people" size="lg" isLocked={work.isRunning} onClosed={onClosed}>
      {(close) =>
        work.report ? (
          <ImportReport report={work.report} onDone={close} />
        ) : (
          <ImportForm work={work} onCancel={close} />
        )
      }
    </Dialog>
  );
}

type ImportFormProps = { work: ReturnType<typeof useImport>; onCancel: () => void };
type OnConflict = 'skip' | 'update';

function ImportForm({ work, onCancel }: ImportFormProps) {
  const [file, setFile] = useState<CsvFile | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [onConflict, setOnConflict] = useState<OnConflict>('skip');

  async function read(chosen: File | null) {
    const { file: csv, problem: wrong } = await readFile(chosen);
    setFile(csv);
    setProblem(wrong);
  }

  return (
    <Stack>
      <FileInput
        label="CSV file"
        description="The first line names the columns, for example: email, phone, first_name, last_name, company."
        placeholder="Choose a file"
        accept=".csv,text/csv"
        data-autofocus
        disabled={work.isRunning}
        error={problem}
        onChange={(chosen) => void read(chosen)}
      />
      {file && <Columns file={file} />}
      <Conflict value={onConflict} isDisabled={work.isRunning} onChange={setOnConflict} />
      {work.isRunning && (
        <Progress value={work.percent} aria-label="Import progress" transitionDuration={0} />
      )}
      {work.failure && (
        <Alert color="red" role="alert">
          {work.failure.message} What was taken until then is kept; importing the file again skips
          it.
        </Alert>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" disabled={work.isRunning} onClick={onCancel}>
          Cancel
        </Button>
        <Button
          disabled={!file || file.rows.length === 0}
          loading={work.isRunning}
          onClick={() => file && void work.run(file.rows, onConflict)}
        >
          {file ? `Import ${file.rows.length} rows` : 'Import'}
        </Button>
      </Group>
    </Stack>
  );
}

type ConflictProps = {
  value: OnConflict;
  isDisabled: boolean;
  onChange: (value: OnConflict) => void;
};

function Conflict({ value, isDisabled, onChange }: ConflictProps) {
  return (
    <Radio.Group
      label="People who are here already"
      value={value}
      onChange={(chosen) => onChange(chosen === 'update' ? 'update' : 'skip')}
    >
      <Group mt={6}>
        <Radio value="skip" label="Skip them" disabled={isDisabled} />
        <Radio value="update" label="Update them" disabled={isDisabled} />
      </Group>
    </Radio.Group>
  );
}

type Read = { file: CsvFile | null; problem: string | null };

async function readFile(chosen: File | null): Promise<Read> {
  if (!chosen) return { file: null, problem: null };
  try {
    return { file: readCsv(await chosen.text()), problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'The file cannot be read.';
    return { file: null, problem };
  }
}

function Columns({ file }: { file: CsvFile }) {
  return (
    <Text size="sm">
      {file.rows.length} rows with {file.taken.join(', ')}.
      {file.ignored.length > 0 && (
        <Text span c="dimmed">
          {' '}
          Not taken, because no contact has it: {file.ignored.join(', ')}.
        </Text>
      )}
    </Text>
  );
}
