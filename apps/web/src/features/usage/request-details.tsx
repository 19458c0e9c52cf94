import { ActionIcon } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { copyText } from '../../lib/copy-text.ts';
import { formatCredits, formatExact, formatNumber, formatSecond } from '../../lib/format.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { Hint } from '../../ui/hint.tsx';
import { IconCheck, IconCopy } from '../../ui/icons.ts';
import { useNow } from '../../ui/use-now.ts';
import { statusText } from './http-status.ts';
import classes from './request-drawer.module.css';
import { StatusBadge } from './status-badge.tsx';

type Request = Outputs['usage']['get'];

/** Everything that the log knows of a request. */
export function RequestDetails({ request }: { request: Request }) {
  const now = useNow();
  const { key, error } = request;

  return (
    <>
      <p className={classes.line}>
        <span className={classes.method}>{request.method}</span>
        <span className={classes.path}>{request.path}</span>
      </p>
      <p className={classes.verdict}>
        <StatusBadge status={request.status} text={statusText(request.status)} />
        <span>{formatNumber(request.durationMs)} ms</span>
        <span>{formatCredits(request.creditsCharged - request.creditsRefunded)}</span>
        <span>{relativeTime(request.occurredAt, now)}</span>
      </p>
      {error && <ErrorDetails error={error} code={request.errorCode} />}
      <Section title="Details">
        <dl className={classes.fields}>
          <Field name="Request id">
            <Copyable text={request.id} label="Copy request id" />
          </Field>
          <Field name="Time">{formatExact(request.occurredAt)}</Field>
          <Field name="Time (UTC)">
            <code>{request.occurredAt}</code>
          </Field>
          <Field name="Path">
            <Copyable text={request.path} label="Copy path" />
          </Field>
          <Field name="Route">
            {request.route ? <code>{request.route}</code> : 'None: the path is not part of the API'}
          </Field>
          {request.errorCode && (
            <Field name="Error code">
              <code>{request.errorCode}</code>
            </Field>
          )}
          {request.isReplayed && (
            <Field name="Replayed">The answer repeats an earlier one, by its Idempotency-Key</Field>
          )}
          <Field name="Key">
            {key.name}
            {key.status !== 'active' && <span className={classes.quiet}> ({key.status})</span>}
            <code className={classes.masked}>{key.prefix}</code>
          </Field>
        </dl>
      </Section>
      <Credits request={request} />
    </>
  );
}

function ErrorDetails({
  error,
  code,
}: {
  error: NonNullable<Request['error']>;
  code: string | null;
}) {
  const hasMore = Object.keys(error.details).length > 0;

  return (
    <div className={classes.error}>
      <p className={classes.message}>{error.message}</p>
      {code && <code className={classes.quiet}>{code}</code>}
      {error.issues.length > 0 && (
        <ul className={classes.issues} aria-label="Issues">
          {error.issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      )}
      {hasMore && <pre className={classes.json}>{JSON.stringify(error.details, null, 2)}</pre>}
    </div>
  );
}

function Credits({ request: { creditsCharged, creditsRefunded, ledger } }: { request: Request }) {
  return (
    <Section title="Credits">
      <dl className={classes.fields}>
        <Field name="Charged">{formatNumber(creditsCharged)}</Field>
        <Field name="Refunded">{formatNumber(creditsRefunded)}</Field>
      </dl>
      {ledger.length > 0 && (
        <ul className={classes.ledger} aria-label="Ledger entries">
          {ledger.map((entry) => (
            <li key={entry.id}>
              <span className={classes.amount} data-kind={entry.kind}>
                {entry.kind === 'charge' ? '−' : '+'}
                {formatNumber(entry.credits)}
              </span>
              <span>
                {entry.kind === 'charge' ? 'Charged' : 'Refunded'} for <code>{entry.action}</code>
              </span>
              <time className={classes.quiet} dateTime={entry.createdAt}>
                {formatSecond(entry.createdAt)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{title}</h3>
      {children}
    </section>
  );
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const FEEDBACK_MS = 2_000;

/** A value that people take elsewhere. */
function Copyable({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === text;
  const Icon = isCopied ? IconCheck : IconCopy;

  async function copy() {
    if (!(await copyText(text))) return;
    setCopied(text);
    setTimeout(() => setCopied(null), FEEDBACK_MS);
  }

  return (
    <span className={classes.copyable}>
      <code>{text}</code>
      <Hint label={isCopied ? 'Copied' : label}>
        <ActionIcon size="sm" aria-label={label} onClick={() => void copy()}>
          <Icon size={14} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Hint>
      <output className={classes.hidden}>{isCopied && 'Copied'}</output>
    </span>
  );
}
