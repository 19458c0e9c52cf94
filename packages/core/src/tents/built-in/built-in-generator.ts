import type { TentGenerator } from '../tent-generator.ts';
import { readAssets } from './assets/read-assets.ts';
import { editHtml } from './edit/edit-html.ts';
import { renderPage } from './render/render-page.ts';
import { pageFromTemplate } from './template/page-from-template.ts';
import { fillText, valuesFrom } from './template/values.ts';
import { writePage } from './write/write-page.ts';

/**
 * Makes pages without asking anybody: no network, no clock, no chance. The same input gives the
 * same bytes. Refuses only edits of pages it did not make and does not understand.
 */
export const builtInGenerator: TentGenerator = {
  async generate(input, signal) {
    signal.throwIfAborted();
    const files = await readAssets(input.assets, signal);
    const wish = fillText(
      [input.prompt, input.instructions ?? ''].join('\n').trim(),
      valuesFrom(input),
    );
    if (input.previousHtml !== null) {
      const edited = editHtml(input, wish, { files, isLenient: false });
      return { html: edited ?? input.previousHtml };
    }
    if (input.templateHtml !== null) {
      return { html: pageFromTemplate(input, input.templateHtml, files) };
    }
    return { html: renderPage(writePage(input, wish, files), input.formAction) };
  },
};
