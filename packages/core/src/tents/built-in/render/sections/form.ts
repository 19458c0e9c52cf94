import { mosaic } from '../../art/mosaic.ts';
import { type Html, html } from '../../html.ts';
import type { FormField, PageSpec, SectionOf } from '../../page-spec.ts';
import { safeHref } from '../../links.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const form: SectionView<'form'> = {
  render: (section, { formAction, spec }) =>
    band(
      section,
      html`<div class="split">
        <div>${head(section)}${fieldsOf(section).length >= 4 && drawingOf(spec)}</div>
        <form method="post" action="${safeHref(formAction) ?? '#'}">
          ${fieldsOf(section).map((field) => fieldOf(section, field))}${trap(section.id)}
          <p class="full"><button class="btn" type="submit">${section.button || 'Send'}</button></p>
        </form>
      </div>`,
    ),
  style: rules`
    .form .head { margin-bottom: 2.5rem; }
    .side { display: none; overflow: hidden; max-width: 24rem; border-radius: var(--big); }
    @media (min-width: 60rem) { .side { display: block; } }
    form { display: grid; gap: 1.25rem; padding: clamp(1.5rem, 3.4vw, 3rem); background: var(--card); border: 1px solid var(--line); border-radius: var(--big); }
    @media (min-width: 40rem) { form { grid-template-columns: 1fr 1fr; } form .full { grid-column: 1 / -1; } }
    form label { display: block; margin-bottom: 0.5rem; font-weight: 600; font-size: 0.9688rem; }
    form label span { color: var(--muted); font-weight: 400; }
    input, textarea { display: block; width: 100%; padding: 0.8em 0.95em; border: 1.5px solid var(--field); border-radius: min(var(--radius), 12px); background: var(--bg); color: var(--ink); font: inherit; }
    input:focus, textarea:focus { outline: 3px solid var(--link); outline-offset: 1px; border-color: var(--link); }
    textarea { min-height: 8rem; resize: vertical; }
    form .btn { width: 100%; padding-block: 1.05em; }
    .trap { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .look-bold form { border: 2px solid var(--ink); }
  `,
};

/** Keeps a tall form company where there is room beside it. */
function drawingOf({ motif, seed }: PageSpec): Html {
  return html`<div class="side">
    ${mosaic({ motif, seed: seed + 3 }, { columns: 4, rows: 3 })}
  </div>`;
}

type Input = { label: string; type: string; autocomplete: string; isFull: boolean };

const INPUTS: Readonly<Record<FormField, Input>> = {
  first_name: { label: 'First name', type: 'text', autocomplete: 'given-name', isFull: false },
  last_name: { label: 'Last name', type: 'text', autocomplete: 'family-name', isFull: false },
  email: { label: 'Email', type: 'email', autocomplete: 'email', isFull: true },
  phone: { label: 'Phone', type: 'tel', autocomplete: 'tel', isFull: true },
  company: { label: 'Company', type: 'text', autocomplete: 'organization', isFull: true },
  message: { label: 'Message', type: 'textarea', autocomplete: 'off', isFull: true },
};

/** A form without a way to answer would be no use: it always asks for an email or a phone. */
function fieldsOf({ fields }: SectionOf<'form'>): FormField[] {
  const unique = [...new Set(fields)];
  return unique.includes('email') || unique.includes('phone') ? unique : [...unique, 'email'];
}

function fieldOf(section: SectionOf<'form'>, field: FormField): Html {
  const { label, type, autocomplete, isFull } = INPUTS[field];
  const fields = fieldsOf(section);
  const isRequired =
    field === 'email' || (field === 'phone' && !fields.includes('email')) || field === 'first_name';
  const hasPair = fields.includes('first_name') && fields.includes('last_name');
  const id = `${section.id}-${field}`;
  const control =
    type === 'textarea'
      ? html`<textarea id="${id}" name="${field}" rows="5"></textarea>`
      : html`<input
          id="${id}"
          name="${field}"
          type="${type}"
          autocomplete="${autocomplete}"
          ${isRequired && html` required`}
        />`;
  return html`<p class="${isFull || !hasPair ? 'full' : 'half'}">
    <label for="${id}">${label}${!isRequired && html` <span>(optional)</span>`}</label>${control}
  </p>`;
}

/** Programs that fill in every field fill in this one too; people never meet it. */
function trap(sectionId: string): Html {
  const id = `${sectionId}-website_url`;
  return html`<div class="trap" aria-hidden="true">
    <label for="${id}">Leave this empty</label
    ><input id="${id}" name="website_url" type="text" tabindex="-1" autocomplete="off" />
  </div>`;
}
