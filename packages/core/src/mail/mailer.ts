/** A mail as it leaves. */
export type Message = {
  /** The same for every attempt at a mail, so that whoever gets it twice can tell. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
};

/** Hands a mail over to a mail server. Rejects when it did not take it, or did not say so. */
export type Mailer = {
  send(message: Message): Promise<void>;
  close(): void;
};
