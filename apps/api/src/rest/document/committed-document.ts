import { RATE_LIMIT_PER_MINUTE } from '../../env.ts';
import { v1Router } from '../../v1/router.ts';
import { buildDocument, type Document } from './build-document.ts';
import { readGuide } from './topics.ts';

const DEFAULT_URL = 'http://localhost:3000';

/** The document of a default start, which the repository keeps; a server says its own settings. */
export function buildCommittedDocument(): Document {
  return buildDocument(v1Router, {
    publicUrl: DEFAULT_URL,
    rateLimitPerMinute: RATE_LIMIT_PER_MINUTE,
    description: readGuide(DEFAULT_URL),
  });
}
