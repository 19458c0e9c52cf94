import { html } from '../../html.ts';
import { actionLink } from '../action-link.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const testimonials: SectionView<'testimonials'> = {
  render: (section) => {
    const quotes = section.quotes
      .filter(({ text }) => text)
      .map(
        ({ text, by, role }) =>
          html`<li>
            <figure class="quote">
              <blockquote><p>${text}</p></blockquote>
              ${by && html`<figcaption><b>${by}</b>${role && html`<span>${role}</span>`}</figcaption>`}
            </figure>
          </li>`,
      );
    if (quotes.length === 0) {
      return band(
        section,
        html`<div class="ask">
          ${head(section)}${section.action && html`<p>${actionLink(section.action)}</p>`}
        </div>`,
      );
    }
    return band(
      section,
      html`${head(section)}
        <ul class="quotes n${Math.min(quotes.length, 3)}">
          ${quotes}
        </ul>`,
    );
  },
  style: rules`
    .quotes { display: grid; gap: 1.5rem; }
    @media (min-width: 48rem) { .quotes.n2, .quotes.n3 { grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); } }
    .quote { position: relative; display: flex; flex-direction: column; height: 100%; padding: clamp(1.75rem, 3vw, 2.75rem); background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
    .quote::before { content: "“"; height: 3.25rem; color: var(--link); font: 700 5.5rem/0.95 Georgia, 'P052', serif; }
    .quote p { font-size: 1.1875rem; line-height: 1.55; }
    .quotes.n1 .quote { padding: 0; border: 0; background: none; max-width: 54rem; }
    .quotes.n1 .quote p { font: var(--weight) clamp(1.75rem, 1.2rem + 2.2vw, 2.75rem)/1.25 var(--display); letter-spacing: calc(var(--tracking) / 2); }
    .quote figcaption { display: grid; margin-top: auto; padding-top: 1.75rem; line-height: 1.45; }
    .quote figcaption span { color: var(--muted); }
    .look-bold .quote { border: 0; border-left: 6px solid var(--link); }
  `,
};
