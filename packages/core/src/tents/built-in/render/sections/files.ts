import { type Html, html } from '../../html.ts';
import { safeHref } from '../../links.ts';
import type { FileLink } from '../../page-spec.ts';
import { icon } from '../icons.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const files: SectionView<'files'> = {
  render: (section) => {
    const items = section.files
      .filter(({ url }) => safeHref(url) !== null)
      .map((file) => html`<li>${fileItem(file)}</li>`);
    return band(
      section,
      html`${head(section)}${
        items.length > 0 &&
        html`<ul class="files-list">
          ${items}
        </ul>`
      }`,
    );
  },
  style: rules`
    .files-list { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
    .file { display: grid; grid-template-columns: 3rem 1fr; gap: 1.125rem; align-items: center; padding: 1.375rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); color: inherit; text-decoration: none; }
    .file:hover { border-color: var(--link); }
    .file .icon { width: 3rem; height: 3rem; padding: 0.75rem; background: var(--tint); border-radius: calc(var(--radius) / 2); color: var(--link); }
    .file b { display: block; font-weight: 600; overflow-wrap: anywhere; text-decoration: underline; text-underline-offset: 0.2em; text-decoration-color: var(--line); }
    .file span span { color: var(--muted); font-size: 0.9375rem; }
    .player video { width: 100%; border-radius: var(--radius); background: #000; }
    .player audio { width: 100%; }
    .player figcaption { margin-top: 0.625rem; color: var(--muted); }
  `,
};

const KINDS: readonly [RegExp, string][] = [
  [/pdf/, 'PDF'],
  [/word/, 'Text document'],
  [/excel|spreadsheet/, 'Spreadsheet'],
  [/powerpoint|presentation/, 'Slides'],
  [/^image\//, 'Picture'],
  [/csv/, 'Table'],
];

function fileItem({ url, filename, contentType }: FileLink): Html {
  const href = safeHref(url) ?? '';
  const name = filename || 'File';
  if (contentType.startsWith('video/')) {
    return html`<figure class="player">
      <video src="${href}" controls preload="metadata" aria-label="${name}"></video>
      <figcaption>${name}</figcaption>
    </figure>`;
  }
  if (contentType.startsWith('audio/')) {
    return html`<figure class="player">
      <audio src="${href}" controls preload="metadata" aria-label="${name}"></audio>
      <figcaption>${name}</figcaption>
    </figure>`;
  }
  const kind = KINDS.find(([pattern]) => pattern.test(contentType))?.[1] ?? 'File';
  return html`<a class="file" href="${href}" download
    >${icon('file')}<span><b>${name}</b><span>${kind}</span></span></a
  >`;
}
