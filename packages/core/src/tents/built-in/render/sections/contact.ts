import { html } from '../../html.ts';
import { safeHref } from '../../links.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const contact: SectionView<'contact'> = {
  render: (section) => {
    const items = section.items
      .filter(({ text }) => text)
      .map(({ label, text, href }) => {
        const address = href && safeHref(href);
        return html`<div>
          <dt>${label || 'Contact'}</dt>
          <dd>
            ${address ? html`<a href="${address}">${address.startsWith('tel:') ? unbroken(text) : text}</a>` : text}
          </dd>
        </div>`;
      });
    return band(
      section,
      html`<div class="split">
        ${head(section)}${items.length > 0 && html`<dl class="reach">${items}</dl>`}
      </div>`,
    );
  },
  style: rules`
    .reach div { display: grid; gap: 0.25rem 2rem; padding-block: 1.375rem; border-top: 1px solid var(--line); align-items: baseline; }
    .reach div:last-child { border-bottom: 1px solid var(--line); }
    .reach dt { color: var(--muted); }
    .reach dd { font: var(--weight) clamp(1.1875rem, 1rem + 0.9vw, 1.625rem)/1.3 var(--display); letter-spacing: calc(var(--tracking) / 2); overflow-wrap: anywhere; }
    @media (min-width: 36rem) { .reach div { grid-template-columns: 6rem 1fr; } }
  `,
};

/** A number that is read out loud should not be torn apart by the end of a line. */
function unbroken(phone: string): string {
  return phone.replaceAll(' ', '\u{a0}').replaceAll('-', '\u{2011}');
}
