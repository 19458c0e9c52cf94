import { vi } from 'vitest';

// How long a test waits for what is bound to come. The default, a second, is less than a busy
// machine may need for a new connection; it is no setting, so it is given here. What has to be
// quick says so itself, with a bound of its own.
const PATIENCE_MS = 10_000;

const { waitFor } = vi;
vi.waitFor = (callback, options = { timeout: PATIENCE_MS }) => waitFor(callback, options);
