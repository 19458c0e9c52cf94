import { expect, test } from 'vitest';
import { faultsOf, pageFor } from '../test-support.ts';

const from = (templateHtml: string, rest = {}, prompt = '') =>
  pageFor(prompt, { templateHtml, ...rest });

test('a template is filled from input data and otherwise left as it is', async () => {
  const html = await from('<!DOCTYPE html><title>{{company}}</title><p>Hello {{first_name}}', {
    inputData: { first_name: 'Ada', company: 'Acme' },
  });

  expect(html).toBe('<!DOCTYPE html><title>Acme</title><p>Hello Ada');
});

test('instructions stand where the template wants them', async () => {
  const html = await from('<main><p>{{instructions}}</p></main>', {
    instructions: 'Remove the <main>.\nPlease.',
  });

  expect(html).toBe('<main><p>Remove the &lt;main&gt;.<br>\nPlease.</p></main>');
});

test('instructions that are understood are followed, others are passed over', async () => {
  const template = '<body><main><h1>Hello {{first_name}}</h1></main></body>';
  const inputData = { first_name: 'Ada' };

  expect(
    await from(template, { inputData, instructions: 'Change the headline to "Hi {{first_name}}"' }),
  ).toContain('<h1>Hi Ada</h1>');
  expect(await from(template, { inputData, instructions: 'Be nice.' })).toContain(
    '<h1>Hello Ada</h1>',
  );
});

test('a page made here is a template: filled, still valid, and still to be edited', async () => {
  const template = await pageFor(
    'Page for Orbit with hero, features: speed for {{company}}, and form. Headline: "Hello {{first_name}}"',
  );
  const filled = await from(template, { inputData: { first_name: '<Ada>', company: 'Acme' } });
  const edited = await pageFor('Add a FAQ section', { previousHtml: filled });

  for (const html of [filled, edited]) {
    expect(html).toContain('Hello &lt;Ada&gt;');
    expect(html).toContain('Speed for Acme');
    expect(html).not.toContain('{{');
    expect(await faultsOf(html)).toEqual([]);
  }
  expect(edited).toContain('id="faq"');
});

test('one without placeholders is made personal all the same', async () => {
  const template = await pageFor('Page for Orbit with hero and form');
  const html = await from(template, {
    inputData: { first_name: 'Ada', company: 'Acme', seats: 12 },
  });

  expect(html).toContain('Prepared for Ada at Acme');
  expect(html).toContain('Acme at a glance');
  expect(html).toMatch(/<dd>\s*12\s*<\/dd>/);
});

test('unknown placeholders leave nothing behind', async () => {
  expect(await from('<p>[{{unknown}}]</p>')).toBe('<p>[]</p>');
});

test('the lead form of a page from a template belongs to the new tent; other forms stay', async () => {
  const template = await pageFor('Page for Orbit with hero and form. Headline: {{x}}', {
    formAction: 'submit?tent=old',
  });
  const foreign =
    '<form action="/p/acme/submit?tent=old"></form><form action="https://a.example/submit"></form>';
  const formAction = 'submit?tent=new';

  const own = await from(template, { inputData: { x: 'Hi' }, formAction });
  expect(own).toContain('action="submit?tent=new"');
  expect(own).not.toContain('tent=old');
  expect(await from(foreign, { formAction })).toBe(
    '<form action="submit?tent=new"></form><form action="https://a.example/submit"></form>',
  );
});
