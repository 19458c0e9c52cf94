import { rules } from './rules.ts';

/** Patterns that several kinds of sections use. */
export const SHARED_STYLE = rules`
  .split { display: grid; gap: 0 clamp(2.5rem, 6vw, 6rem); }
  @media (min-width: 60rem) { .split { grid-template-columns: 2fr 3fr; } .split > .head { margin-bottom: 0; } }
  .ask { display: grid; gap: 2rem; justify-items: start; padding: clamp(2rem, 5vw, 4.5rem); background: var(--card); border: 1px solid var(--line); border-radius: var(--big); }
  .ask .head { margin: 0; }
  @media (min-width: 60rem) { .ask { grid-template-columns: 1fr auto; align-items: center; } }
  .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
  table { width: 100%; border-collapse: collapse; font-size: 1rem; font-variant-numeric: lining-nums; }
  caption { padding: 1.125rem 1.375rem; color: var(--muted); text-align: left; }
  th, td { padding: 0.875rem 1.375rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
  th { font-weight: 650; white-space: nowrap; background: var(--tint); }
  td { min-width: 7rem; max-width: 26rem; }
  tbody tr:hover td { background: var(--tint); }
  .num { text-align: right; font-variant-numeric: tabular-nums lining-nums; }
`;
