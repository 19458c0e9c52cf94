import type { AppRouter } from '@tented/api/client';
import { TRPCClientError } from '@trpc/client';

export type Failure = {
  message: string;
  code: string | null;
  requestId: string | null;
  issues: { path: string; message: string }[];
};

const UNREACHABLE = 'The server could not be reached. Check your connection.';

/** What may be shown of an error: the server's own words when it answered, ours when it could not be reached. */
export function failureOf(error: unknown): Failure {
  const data =
    error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data : undefined;
  if (!data) {
    return { message: UNREACHABLE, code: null, requestId: null, issues: [] };
  }
  return {
    message: (error as Error).message,
    code: data.code,
    requestId: data.requestId,
    issues: data.issues ?? [],
  };
}

/** The message that belongs under one field of a form. */
export function issueAt(failure: Failure | null, path: string): string | undefined {
  return failure?.issues.find((issue) => issue.path === path)?.message;
}
