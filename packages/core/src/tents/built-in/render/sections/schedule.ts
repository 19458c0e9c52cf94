import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const schedule: SectionView<'schedule'> = {
  render: (section) => {
    const entries = section.entries.map(
      ({ when, title, text }) =>
        html`<li>
          <p class="when">${when}</p>
          <div>
            <h3>${title || when || 'To come'}</h3>
            ${text && html`<p>${text}</p>`}
          </div>
        </li>`,
    );
    return band(
      section,
      html`<div class="split">
        ${head(section)}${
          entries.length > 0 &&
          html`<ol class="plan-of-day">
            ${entries}
          </ol>`
        }
      </div>`,
    );
  },
  style: rules`
    @media (min-width: 60rem) { .schedule .head { position: sticky; top: 8rem; align-self: start; } }
    .plan-of-day li { display: grid; gap: 0.25rem 2rem; padding-block: 1.5rem; border-top: 1px solid var(--line); }
    .plan-of-day li:last-child { border-bottom: 1px solid var(--line); }
    .when { color: var(--link); font: var(--weight) 1.25rem/1.3 var(--display); font-variant-numeric: tabular-nums lining-nums; }
    .plan-of-day div p { margin-top: 0.375rem; color: var(--muted); }
    @media (min-width: 36rem) { .plan-of-day li { grid-template-columns: 8rem 1fr; } }
    .look-bold .plan-of-day li, .look-bold .plan-of-day li:last-child { border-color: var(--ink); border-width: 2px 0 0; }
    .look-bold .plan-of-day li:last-child { border-bottom-width: 2px; }
    .look-bold .when { font-size: 1.75rem; line-height: 1; }
    .look-bold .plan-of-day h3 { font-size: 1.75rem; line-height: 1.05; text-transform: uppercase; }
  `,
};
