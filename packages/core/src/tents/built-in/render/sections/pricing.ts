import { type Html, html } from '../../html.ts';
import type { Action, Plan } from '../../page-spec.ts';
import { actionLink } from '../action-link.ts';
import { icon } from '../icons.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const pricing: SectionView<'pricing'> = {
  render: (section) => {
    const { plans, action } = section;
    if (plans.length === 0) {
      return band(
        section,
        html`<div class="ask">
          ${head(section)}${action && html`<p>${actionLink(action)}</p>`}
        </div>`,
      );
    }
    const isThree = plans.length === 3;
    const cards = plans.map((plan, index) => planCard(plan, action, isThree && index === 1));
    return band(
      section,
      html`${head(section)}
        <ul class="plans n${Math.min(cards.length, 4)}">
          ${cards}
        </ul>`,
    );
  },
  style: rules`
    .plans { display: grid; gap: 1.25rem; align-items: stretch; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
    @media (min-width: 48rem) { .plans.n1, .plans.n2 { grid-template-columns: repeat(2, minmax(0, 27rem)); } .plans.n4 { grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); } }
    .plan { display: flex; flex-direction: column; padding: clamp(1.75rem, 2.6vw, 2.5rem); background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
    .plan h3 { font-size: 1.25rem; }
    .cost { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.625rem; margin-top: 1.25rem; }
    .cost b { font: var(--weight) clamp(2.75rem, 2.2rem + 1.6vw, 3.75rem)/1 var(--display); letter-spacing: var(--tracking); font-variant-numeric: lining-nums; overflow-wrap: anywhere; }
    .cost span { color: var(--muted); }
    .plan > p:not(.cost) { margin-top: 1rem; color: var(--muted); }
    .ticks { display: grid; gap: 0.75rem; margin-top: 1.75rem; padding-top: 1.75rem; border-top: 1px solid var(--line); }
    .ticks li { display: grid; grid-template-columns: 1.5rem 1fr; gap: 0.75rem; }
    .ticks .icon { color: var(--link); }
    .plan .btn { margin-top: auto; }
    .plan .end { margin-top: auto !important; padding-top: 2.25rem; display: grid; }
    .plan.top { background: var(--deep); border-color: var(--deep); color: var(--on-deep); }
    .plan.top .cost span, .plan.top > p:not(.cost) { color: var(--deep-muted); }
    .plan.top .ticks { border-color: var(--deep-muted); }
    .plan.top .ticks .icon { color: var(--deep-link); }
    .plan.top .btn { background: var(--deep-link); border-color: transparent; color: var(--deep); }
    .plan.top :focus-visible { outline-color: var(--deep-link); }
    @media (min-width: 60rem) { .plan.top { margin-block: -1.25rem; padding-block: clamp(3rem, 3.9vw, 3.75rem); } }
    .look-editorial .plan:not(.top) { background: none; }
    .look-soft .plan, .look-product .plan { border-radius: calc(var(--radius) * 1.3); }
    .look-bold .plan { border: 2px solid var(--ink); background: none; }
    .look-bold .plan h3 { text-transform: uppercase; font-size: 1.5rem; }
    .look-bold .plan.top { border-color: var(--deep); background: var(--deep); }
  `,
};

function planCard(plan: Plan, action: Action | null, isTop: boolean): Html {
  const name = plan.name || 'Plan';
  const ticks = plan.items
    .filter(Boolean)
    .map((item) => html`<li>${icon('check')}<span>${item}</span></li>`);
  return html`<li class="${isTop ? 'plan top' : 'plan'}">
    <h3>${name}</h3>
    ${plan.price && html`<p class="cost"><b>${plan.price}</b>${plan.period && html` <span>${plan.period}</span>`}</p>`}${plan.text && html`<p>${plan.text}</p>`}${
      ticks.length > 0 &&
      html`<ul class="ticks">
        ${ticks}
      </ul>`
    }${action && html`<p class="end">${actionLink({ ...action, label: `Choose ${name}` }, { isQuiet: !isTop })}</p>`}
  </li>`;
}
