import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GenerationRefused } from '../tent-generator.ts';
import { builtInGenerator } from './built-in-generator.ts';
import { assetOf, brandOf, faultsOf, inputFor } from './test-support.ts';

const WORDS = [
  'hero',
  'features:',
  'pricing',
  '($9, $29)',
  'FAQ',
  'a?',
  'team',
  'Ada (CEO)',
  'form',
  'with',
  'and',
  'no',
  ',',
  '.',
  '\n',
  '\n- ',
  '## ',
  '"',
  '<b>',
  '&amp;',
  '{{x}}',
  'dark',
  'blue',
  '#f60',
  'a page for',
  'called',
  'Orbit',
  'that helps teams do it',
  'http://a.example',
  'a@b.example',
  '+49 30 12345678',
  '9:00',
  'add',
  'remove',
  'change the headline to',
  'replace',
  '\u0000',
  '\u202e',
  'é',
  '😀',
  '\ud800',
];

const prompt = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...WORDS));
const inputData = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'first_name',
      'company',
      'features',
      'faq',
      'plans',
      'team',
      '__proto__',
      'a.b',
    ),
    text,
  ),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 6 },
);
const asset = fc
  .tuple(
    text,
    fc.constantFrom(
      'image/png',
      'text/csv',
      'text/markdown',
      'text/plain',
      'application/pdf',
      'video/mp4',
    ),
    fc.oneof(prompt, fc.string({ unit: 'binary', maxLength: 300 })),
  )
  .map(([name, type, content]) => assetOf(name.toWellFormed(), type, content));
const brand = fc.option(
  fc
    .record({
      companyName: text,
      domain: text,
      description: text,
      primaryColor: fc.constantFrom('#ff6600', 'red', ''),
    })
    .map(brandOf),
);
const signal = new AbortController().signal;

test('whatever is sent, a valid page is made, and the same one each time', async () => {
  await fc.assert(
    fc.asyncProperty(
      prompt,
      inputData,
      fc.array(asset, { maxLength: 3 }),
      brand,
      async (wish, data, assets, from) => {
        const input = inputFor(wish, {
          name: wish.slice(0, 50),
          inputData: data,
          assets,
          brand: from,
        });
        const { html } = await builtInGenerator.generate(input, signal);

        expect(await faultsOf(html)).toEqual([]);
        expect((await builtInGenerator.generate(input, signal)).html).toBe(html);
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test('whatever an edit says, a page made here stays a valid page', async () => {
  await fc.assert(
    fc.asyncProperty(
      prompt,
      prompt,
      fc.array(asset, { maxLength: 2 }),
      async (first, second, assets) => {
        const { html: previousHtml } = await builtInGenerator.generate(inputFor(first), signal);
        const { html } = await builtInGenerator.generate(
          inputFor(second, { previousHtml, assets }),
          signal,
        );

        expect(await faultsOf(html)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('pages of others are edited or refused, never broken into', async () => {
  const page = fc.oneof(
    prompt,
    fc
      .string({ unit: 'binary', maxLength: 200 })
      .map(
        (inner) =>
          `<html><head><style>a{color:#f60}</style></head><body><h1>${inner}</h1><section id="pricing">x</section></body></html>`,
      ),
  );
  await fc.assert(
    fc.asyncProperty(page, prompt, inputData, async (html, wish, data) => {
      const edit = builtInGenerator.generate(inputFor(wish, { previousHtml: html }), signal);
      await edit.catch((error: unknown) => expect(error).toBeInstanceOf(GenerationRefused));
      const filled = await builtInGenerator.generate(
        inputFor(wish, { templateHtml: html, inputData: data }),
        signal,
      );

      expect(filled.html).toBeTypeOf('string');
    }),
    { numRuns: 60 },
  );
}, 120_000);
