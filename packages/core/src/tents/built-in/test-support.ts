import { HtmlValidate } from 'html-validate';
import type { Brand, GenerationAsset, GenerationInput } from '../tent-generator.ts';
import { builtInGenerator } from './built-in-generator.ts';

export const FORM_ACTION = '/p/acme/submit';

export function inputFor(prompt: string, rest: Partial<GenerationInput> = {}): GenerationInput {
  return {
    name: 'My tent',
    prompt,
    templateHtml: null,
    inputData: {},
    instructions: null,
    previousHtml: null,
    brand: null,
    assets: [],
    reasoning: null,
    formAction: FORM_ACTION,
    ...rest,
  };
}

export async function pageFor(
  prompt: string,
  rest: Partial<GenerationInput> = {},
): Promise<string> {
  const { signal } = new AbortController();
  const { html } = await builtInGenerator.generate(inputFor(prompt, rest), signal);
  return html;
}

export function assetOf(filename: string, contentType: string, content = ''): GenerationAsset {
  return {
    id: `asset ${filename}`,
    filename,
    contentType,
    url: `/assets/${encodeURIComponent(filename)}`,
    read: () => Promise.resolve(new TextEncoder().encode(content)),
  };
}

export function brandOf(rest: Partial<Brand> = {}): Brand {
  return {
    companyName: null,
    domain: null,
    description: null,
    primaryColor: null,
    logo: null,
    icon: null,
    ...rest,
  };
}

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  // Matters of taste: <!doctype html> and <br /> are valid either way. And the length of a title
  // is measured there with its character references.
  rules: { 'doctype-style': 'off', 'void-style': 'off', 'long-title': 'off' },
});

/** What a validator finds wrong with a page: rule, message and the line it is in. */
export async function faultsOf(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  const lines = html.split('\n');
  return results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, line }) => `${ruleId}: ${message} in ${lines[line - 1]?.slice(0, 200)}`,
    ),
  );
}
