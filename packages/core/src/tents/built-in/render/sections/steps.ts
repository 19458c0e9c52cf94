import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const steps: SectionView<'steps'> = {
  render: (section) => {
    const items = section.items.map(
      ({ title, text }) =>
        html`<li>
          <h3>${title || 'Step'}</h3>
          ${text && html`<p>${text}</p>`}
        </li>`,
    );
    return band(
      section,
      html`${head(section)}${
        items.length > 0 &&
        html`<ol class="path">
          ${items}
        </ol>`
      }`,
    );
  },
  style: rules`
    .path { display: grid; gap: 2.5rem clamp(1.5rem, 3vw, 3rem); grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); counter-reset: step; }
    .path li { position: relative; padding-top: 5rem; counter-increment: step; }
    .path li::before { content: counter(step); position: absolute; z-index: 1; top: 0; left: 0; display: grid; place-items: center; width: 3.25rem; height: 3.25rem; border-radius: var(--pill); background: var(--primary); color: var(--on-primary); font: var(--weight) 1.375rem/1 var(--display); }
    .path li::after { content: ""; position: absolute; top: 1.625rem; left: 4.25rem; right: 0; border-top: 2px dashed var(--line); }
    .path li:last-child::after { display: none; }
    .path p { margin-top: 0.625rem; color: var(--muted); }
  `,
};
