import type { GenerationInput } from '../../tent-generator.ts';
import type { AssetReading } from '../assets/read-assets.ts';
import { editHtml } from '../edit/edit-html.ts';
import { embedSpec, findSpec, withoutSpec } from '../embedded-spec.ts';
import { PageSpec } from '../page-spec.ts';
import { renderPage } from '../render/render-page.ts';
import { personalised } from '../write/personalise.ts';
import { fillTemplate } from './fill-template.ts';
import { withOwnForms } from './own-forms.ts';
import { hasPlaceholders, placeholdersOf } from './placeholders.ts';
import { CONTENT_NAMES, fillText, type Values, valuesFrom } from './values.ts';

/**
 * A page from somebody's template: filled, and changed by those of the instructions that are
 * understood. A template made here knows what it was made from, and so does a page made from it.
 */
export function pageFromTemplate(
  input: GenerationInput,
  html: string,
  files: AssetReading,
): string {
  const values = valuesFrom(input);
  const filled = filledPage(input, html, values);
  const takesInstructions = placeholdersOf(html).some((name) => CONTENT_NAMES.has(name));
  if (takesInstructions) return filled;
  const orders = fillText([input.prompt, input.instructions ?? ''].join('\n'), values);
  return editHtml({ ...input, previousHtml: filled }, orders, { files, isLenient: true }) ?? filled;
}

function filledPage(input: GenerationInput, html: string, values: Values): string {
  const spec = findSpec(html);
  const bare = withOwnForms(withoutSpec(html), input.formAction);
  if (!spec) return fillTemplate(bare, values);
  if (!hasPlaceholders(html))
    return renderPage(personalised(spec, input.inputData), input.formAction);

  const filledSpec = PageSpec.safeParse(
    mapStrings(spec, (text) => fillText(text, (name) => values(name) ?? '')),
  );
  const filled = fillTemplate(bare, values);
  return filledSpec.success ? embedSpec(filled, filledSpec.data) : filled;
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((member) => mapStrings(member, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, mapStrings(field, map)]),
  );
}
