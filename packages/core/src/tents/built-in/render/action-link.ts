import { type Html, html } from '../html.ts';
import { safeHref } from '../links.ts';
import type { Action } from '../page-spec.ts';

export function actionLink({ label, href }: Action, { isQuiet = false } = {}): Html {
  return html`<a class="${isQuiet ? 'btn quiet' : 'btn'}" href="${safeHref(href) ?? '#top'}"
    >${label || 'More'}</a
  >`;
}
