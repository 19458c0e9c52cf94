import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildDocument } from '../src/rest/openapi.ts';
import { v1Router } from '../src/v1/router.ts';

// The address is the one of a default start; a running server puts in its own.
const document = buildDocument(v1Router, 'http://localhost:3000');
const file = path.resolve(import.meta.dirname, '../openapi.json');
await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
