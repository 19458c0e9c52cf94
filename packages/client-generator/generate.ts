import { createClient } from '@hey-api/openapi-ts';

// Makes a TypeScript client of an OpenAPI document: `generate.ts <document> <directory>`. A
// package of its own because the generator prints code with TypeScript's JavaScript API, which
// version 7 does not have.

const [input = '', output = ''] = process.argv.slice(2);

await createClient({
  input,
  output: { path: output, module: { extension: '.ts' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'silent', file: false },
});
