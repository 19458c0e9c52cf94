import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const partners: SectionView<'partners'> = {
  render: (section) => {
    const names = section.names.filter(Boolean).map((name) => html`<li>${name}</li>`);
    return band(
      section,
      html`${head(section)}${
        names.length > 0 &&
        html`<ul class="names">
          ${names}
        </ul>`
      }`,
    );
  },
  style: rules`
    .names { display: flex; flex-wrap: wrap; gap: 1.25rem clamp(2rem, 5vw, 4.5rem); }
    .names li { color: var(--muted); font: var(--weight) clamp(1.375rem, 1.1rem + 1vw, 1.875rem)/1.2 var(--display); letter-spacing: var(--tracking); }
  `,
};
