import { createMeteredWrites, type MeteredWrites } from './metered-writes.ts';
import { oneByOne, type Work } from './one-by-one.ts';
import type { WriteRequest } from './write-request.ts';

type Deps = Omit<Parameters<typeof createMeteredWrites>[0], 'perform' | 'batchRequestsMax'>;
type Item = { work: Work<unknown, unknown>; input: unknown };

/**
 * Metered writes of use cases that lock what they find on their way, each in a transaction of
 * its own: in a common one they could wait for each other in a circle. They share a queue
 * and its bounds.
 */
export function createSingleWrites(
  deps: Deps,
): <Input, Output>(work: Work<Input, Output>) => MeteredWrites<Input, Output> {
  const shared = createMeteredWrites<Item, unknown>({
    ...deps,
    perform: oneByOne((tx, { caller, input: { work, input } }, clock) =>
      work(tx, { caller, input }, clock),
    ),
    batchRequestsMax: 1,
  });
  return <Input, Output>(work: Work<Input, Output>) => {
    const submit = (request: WriteRequest<Input, Output>) =>
      shared.submit({ ...request, input: { work, input: request.input } } as never);
    return { submit } as MeteredWrites<Input, Output>;
  };
}
