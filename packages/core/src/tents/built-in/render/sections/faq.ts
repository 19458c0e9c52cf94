import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const faq: SectionView<'faq'> = {
  render: (section) => {
    const items = section.items.map(
      ({ title, text }, index) =>
        html`<details${index === 0 && html` open`}><summary>${title || 'Question'}</summary>${text && html`<p>${text}</p>`}</details>`,
    );
    return band(
      section,
      html`<div class="split">
        ${head(section)}${items.length > 0 && html`<div>${items}</div>`}
      </div>`,
    );
  },
  style: rules`
    @media (min-width: 60rem) { .faq .head { position: sticky; top: 8rem; align-self: start; } }
    details { border-bottom: 1px solid var(--line); }
    details:first-child { border-top: 1px solid var(--line); }
    summary { display: flex; gap: 1.5rem; justify-content: space-between; align-items: center; padding-block: 1.375rem; font: 600 1.1875rem/1.4 var(--text); cursor: pointer; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary::after { content: ""; flex: none; width: 0.625rem; height: 0.625rem; margin-right: 0.375rem; border: solid var(--link); border-width: 0 2px 2px 0; transform: translateY(-25%) rotate(45deg); }
    [open] > summary::after { transform: translateY(25%) rotate(225deg); }
    details p { max-width: 42rem; padding-bottom: 1.75rem; color: var(--muted); }
  `,
};
