/** An answer as it left the server, and what was asked. */
export type Answer = {
  method: string;
  /** With its query string. */
  url: string;
  /** The host that was asked, where it was said. */
  host: string;
  status: number;
  headers: Record<string, number | string | string[] | undefined>;
  body: Buffer;
};
