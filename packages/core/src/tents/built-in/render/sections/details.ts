import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const details: SectionView<'details'> = {
  render: (section) => {
    const items = section.items
      .filter(({ values }) => values.length > 0)
      .map(
        ({ label, values }) =>
          html`<div class="${isLong(values) ? 'wide' : ''}">
            <dt>${label || 'Value'}</dt>
            ${values.map((value) => html`<dd>${value}</dd>`)}
          </div>`,
      );
    return band(
      section,
      html`${head(section)}${items.length > 0 && html`<dl class="facts">${items}</dl>`}`,
    );
  },
  style: rules`
    .facts { display: grid; gap: 1px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); overflow: hidden; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
    .facts div { box-shadow: 0 0 0 1px var(--line); padding: clamp(1.25rem, 2vw, 1.875rem); background: var(--card); }
    .facts dt { margin-bottom: 0.5rem; color: var(--muted); font-size: 0.9375rem; }
    .facts dd { font: var(--weight) 1.375rem/1.3 var(--display); letter-spacing: calc(var(--tracking) / 2); overflow-wrap: anywhere; }
    .facts .wide dd, .facts dd + dd, .facts dd:has(+ dd) { font: 400 1.0625rem/1.55 var(--text); letter-spacing: 0; }
    .facts dd + dd { margin-top: 0.375rem; }
    @media (min-width: 48rem) { .facts .wide { grid-column: span 2; } }
  `,
};

const SHORT_CHARS_MAX = 60;

function isLong(values: readonly string[]): boolean {
  return values.some((value) => value.length > SHORT_CHARS_MAX);
}
