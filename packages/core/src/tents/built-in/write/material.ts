import type { AssetReading } from '../assets/read-assets.ts';
import type { Action } from '../page-spec.ts';
import type { Random } from '../random.ts';
import type { Brief } from '../read/read-brief.ts';
import type { DataReading } from '../read/read-data.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import type { Topic } from './topics.ts';

/** Everything a page is written from. */
export type Material = {
  brief: Brief;
  data: DataReading;
  files: AssetReading;
  /** The sections the page will have, in their order. */
  requests: SectionRequest[];
  topic: Omit<Topic, 'words'>;
  random: Random;
  /** What the page is about: "Aurora coffee roasters". */
  subject: string;
  /** The same in as few words as a sentence needs: "Aurora". */
  shortName: string;
  /** The same within a sentence: "Aurora", "the spring sale"; "us" when nothing was named. */
  inSentence: string;
  /** Whose page it is. */
  siteName: string;
  brandText: string;
  /** Where a visitor should go, and what that is called; null when there is no such place. */
  action: Action | null;
};
