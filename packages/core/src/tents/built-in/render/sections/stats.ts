import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const stats: SectionView<'stats'> = {
  render: (section) => {
    const items = section.items.map(
      ({ value, label }) =>
        html`<div>
          <dt>${label || value}</dt>
          <dd>${value}</dd>
        </div>`,
    );
    return band(section, html`${head(section)}${items.length > 0 && html`<dl>${items}</dl>`}`);
  },
  style: rules`
    .stats { background: var(--deep); color: var(--on-deep); }
    .stats .label { color: var(--deep-link); }
    .stats .intro { color: var(--deep-muted); }
    .stats dl { display: grid; gap: 2.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); }
    .stats dl div { display: flex; flex-direction: column-reverse; justify-content: flex-end; gap: 0.75rem; padding-top: 1.5rem; border-top: 1px solid var(--deep-muted); }
    .stats dd { color: var(--deep-link); font: var(--weight) clamp(2.75rem, 2rem + 2.4vw, 4.25rem)/1 var(--display); letter-spacing: var(--tracking); font-variant-numeric: lining-nums; overflow-wrap: anywhere; }
    .stats dt { color: var(--deep-muted); }
  `,
};
