import { escapeHtml } from '../html.ts';
import { regionsOf } from './regions.ts';

/** Where lead forms post to, as pages made here say it: "submit?tent=…", "/p/<workspace>/submit". */
const LEAD_ACTION = /^(?:\/p\/[^/?#]+\/)?submit(?:\?[^#]*)?$/;

/**
 * A template made from some tent's page has that tent's form in it: what is sent from the new page
 * belongs to the new tent. Forms that post anywhere else are left alone.
 */
export function withOwnForms(html: string, formAction: string): string {
  const actions = regionsOf(html).filter(
    (region) =>
      region.kind === 'attribute' &&
      region.element === 'form' &&
      region.name === 'action' &&
      LEAD_ACTION.test(region.value),
  );
  let page = html;
  // From the end, so that places before it stay where they are.
  for (const { start, end } of actions.toSorted((a, b) => b.start - a.start)) {
    page = `${page.slice(0, start)}action="${escapeHtml(formAction)}"${page.slice(end)}`;
  }
  return page;
}
