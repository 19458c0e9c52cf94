import type { Books } from '../books.ts';
import type { Entry } from '../journal.ts';
import type { World } from '../world.ts';

/** What clients recorded, and what stands in the database now that nothing runs any more. */
export type Evidence = { entries: readonly Entry[]; books: Books; world: World };

/** Names everything that does not hold. */
export type Check = (evidence: Evidence) => Iterable<string>;
