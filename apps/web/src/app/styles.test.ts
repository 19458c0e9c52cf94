import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.tsx', './styles.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sheets = Object.keys(import.meta.glob('../../node_modules/@mantine/core/styles/*.css'));

test('every component of Mantine that is used has its styles', () => {
  const used = new Set(
    Object.values(sources)
      .flatMap((source) => [...source.matchAll(/import \{([^}]+)\} from '@mantine\/core'/gu)])
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.trim()),
  );
  const wanted = sheets
    .map((sheet) => sheet.slice(sheet.lastIndexOf('/') + 1, -'.css'.length))
    .filter((sheet) => used.has(sheet));
  const imports = sources['./styles.ts']?.split('\n') ?? [];
  const missing = wanted.filter(
    (sheet) => !imports.includes(`import '@mantine/core/styles/${sheet}.css';`),
  );

  expect(wanted).toContain('Button');
  expect(missing).toEqual([]);
});
