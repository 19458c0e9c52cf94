import { portrait } from '../../art/portrait.ts';
import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const team: SectionView<'team'> = {
  render: (section) => {
    const people = section.people
      .filter(({ name }) => name)
      .map(
        ({ name, role }) =>
          html`<li>
            ${portrait(name)}
            <h3>${name}</h3>
            ${role && html`<p>${role}</p>`}
          </li>`,
      );
    return band(
      section,
      html`${head(section)}${
        people.length > 0 &&
        html`<ul class="people n${people.length % 4 === 0 ? 4 : 3}">
          ${people}
        </ul>`
      }`,
    );
  },
  style: rules`
    .people { display: grid; gap: 2.5rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); }
    @media (min-width: 60rem) { .people.n4 { grid-template-columns: repeat(4, 1fr); } }
    .people svg { width: 100%; max-width: 17rem; height: auto; aspect-ratio: 1; margin-bottom: 1.25rem; border-radius: var(--radius); }
    .people p { margin-top: 0.25rem; color: var(--muted); }
    .look-editorial .people svg { border-radius: 999px 999px 6px 6px; aspect-ratio: 4 / 5; }
    .look-soft .people svg { border-radius: 50%; max-width: 12rem; }
  `,
};
