import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildCommittedDocument } from '../src/rest/document/committed-document.ts';

const file = path.resolve(import.meta.dirname, '../openapi.json');
await writeFile(file, `${JSON.stringify(buildCommittedDocument(), null, 2)}\n`);
