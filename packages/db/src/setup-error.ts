/** Something about the machine that its operator can mend; the message says how. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
