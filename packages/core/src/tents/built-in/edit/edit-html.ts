import { type GenerationInput, GenerationRefused } from '../../tent-generator.ts';
import type { AssetReading } from '../assets/read-assets.ts';
import { findSpec, withoutSpec } from '../embedded-spec.ts';
import type { PageSpec } from '../page-spec.ts';
import { renderPage } from '../render/render-page.ts';
import type { Material } from '../write/material.ts';
import { shortNameOf } from '../write/names.ts';
import { materialOf } from '../write/write-page.ts';
import { withBrand, withFiles } from './add-files.ts';
import { applyEdit, reshuffled } from './apply-edit.ts';
import { editForeign } from './edit-foreign.ts';
import { type EditCommand, readEdit } from './read-edit.ts';

type Edit = {
  files: AssetReading;
  /** Whether wishes that are not understood are passed over: those of a template's instructions. */
  isLenient: boolean;
};

const NOT_UNDERSTOOD =
  'The built-in generator did not understand this edit of a page that it did not make. It can change the headline, replace "one text" with "another", change the main colour, and add or remove sections.';

/** The page with an edit made; null when it is lenient and there was nothing to do. */
export function editHtml(
  input: GenerationInput,
  wish: string,
  { files, isLenient }: Edit,
): string | null {
  const html = input.previousHtml ?? '';
  const commands = readEdit(wish);
  const spec = findSpec(html);
  const edited = spec
    ? editOwn(spec, { input, wish, commands, files, isLenient })
    : foreign(html, { input, wish, commands, files });
  if (edited === null && !isLenient) throw new GenerationRefused(NOT_UNDERSTOOD);
  return edited;
}

type Given = { input: GenerationInput; wish: string; commands: EditCommand[]; files: AssetReading };

function editOwn(
  spec: PageSpec,
  { input, wish, commands, files, isLenient }: Given & { isLenient: boolean },
): string | null {
  const material = materialFor(spec, input, { wish, files });
  let page = input.brand ? withBrand(spec, input.brand) : spec;
  page = withFiles(page, files, wish);
  for (const command of commands) page = applyEdit(page, command, material);
  if (JSON.stringify(page) === JSON.stringify(spec)) {
    if (isLenient) return null;
    page = reshuffled(spec, wish);
  }
  return renderPage(page, input.formAction);
}

/** What a new section of an old page is written from: the wish, under the page's own names. */
function materialFor(
  spec: PageSpec,
  input: GenerationInput,
  { wish, files }: { wish: string; files: AssetReading },
): Material {
  const material = materialOf(input, wish, files);
  const hrefs = spec.sections.flatMap((section) =>
    section.kind === 'hero' ? section.actions : [],
  );
  const form = spec.sections.find(({ kind }) => kind === 'form');
  return {
    ...material,
    subject: spec.subject,
    shortName: shortNameOf(spec.subject),
    siteName: spec.siteName,
    action: hrefs[0] ?? (form ? { label: 'Get in touch', href: `#${form.id}` } : null),
  };
}

function foreign(html: string, { input, wish, commands, files }: Given): string | null {
  const bare = withoutSpec(html);
  const material = materialOf(input, wish, files);
  return editForeign(bare, commands, { material, formAction: input.formAction });
}
