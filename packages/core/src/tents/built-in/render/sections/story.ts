import { markdown } from '../markdown.ts';
import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const story: SectionView<'story'> = {
  render: (section) => {
    const content =
      section.format === 'markdown'
        ? markdown(section.text)
        : html`${section.text
            .split(/\n+/u)
            .filter((line) => line.trim())
            .map((line) => html`<p>${line}</p>`)}`;
    return band(
      section,
      html`<div class="split">
        ${head(section)}
        <div class="prose ${section.format}">${content}</div>
      </div>`,
    );
  },
  style: rules`
    .prose { min-width: 0; max-width: 44rem; font-size: 1.1875rem; line-height: 1.7; }
    .prose > * + * { margin-top: 1.25em; }
    .prose h3, .prose h4, .prose h5 { margin-top: 2em; font-size: 1.375rem; }
    .prose > :first-child { margin-top: 0; }
    .prose ul, .prose ol { padding-left: 1.35em; }
    .prose ul { list-style: disc; } .prose ol { list-style: decimal; }
    .prose li + li { margin-top: 0.4em; }
    .prose li::marker { color: var(--link); }
    .prose blockquote { padding-left: 1.5rem; border-left: 3px solid var(--link); color: var(--muted); }
    .prose pre, .prose code { font: 0.875em/1.6 ui-monospace, 'Cascadia Code', Menlo, Consolas, monospace; background: var(--tint); border-radius: 4px; }
    .alt .prose pre, .alt .prose code { background: var(--card); }
    .prose code { padding: 0.15em 0.35em; } .prose pre { padding: 1.25em; overflow-x: auto; } .prose pre code { padding: 0; background: none; font-size: 1em; }
    .prose hr { border: 0; border-top: 1px solid var(--line); }
    .look-editorial .prose.plain > p:first-child { font: 400 clamp(1.375rem, 1.2rem + 0.8vw, 1.75rem)/1.45 var(--display); }
    .look-bold .prose.plain > p:first-child { font-size: 1.5rem; line-height: 1.4; }
  `,
};
