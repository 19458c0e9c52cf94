import { html } from '../../html.ts';
import { safeHref } from '../../links.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const table: SectionView<'table'> = {
  render: (section) => {
    const { columns, rows, rowsTotal, caption, heading } = section;
    const isNumeric = columns.map(
      (_, index) => rows.length > 0 && rows.every((row) => isNumber(row[index] ?? '')),
    );
    const classOf = (index: number) => (isNumeric[index] ? html` class="num"` : '');
    const headCells = columns.map(
      (name, index) => html`<th scope="col" ${classOf(index)}>${name}</th>`,
    );
    const bodyRows = rows.map(
      (row) =>
        html`<tr>
          ${columns.map((_, index) => html`<td${classOf(index)}>${row[index] ?? ''}</td>`)}
        </tr>`,
    );
    const href = section.url && safeHref(section.url);
    const more =
      rowsTotal === rows.length
        ? ''
        : `The first ${rows.length}${rowsTotal === null ? '' : ` of ${rowsTotal}`} rows. `;
    return band(
      section,
      html`${head(section)}
        <div class="scroll" tabindex="0">
          <table>
            <caption>
              ${caption || heading || 'Table'}
            </caption>
            <thead>
              <tr>
                ${headCells}
              </tr>
            </thead>
            ${
              bodyRows.length > 0 &&
              html`<tbody>
                ${bodyRows}
              </tbody>`
            }
          </table>
        </div>
        ${(more || href) && html`<p class="after">${more}${href && html`<a href="${href}" download>Download ${caption || 'the table'}</a>`}</p>`}`,
    );
  },
  style: rules`
    .after { margin-top: 1.25rem; color: var(--muted); }
  `,
};

function isNumber(text: string): boolean {
  return /^[-+]?[$€£]?\s?\d[\d.,\s]*\s?(?:%|[$€£]|[a-z]{1,3})?$/i.test(text) || text === '';
}
