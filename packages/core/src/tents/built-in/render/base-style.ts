import { rules } from './rules.ts';

/** What every page has, whatever its look. */
export const BASE_STYLE = rules`
  *, ::before, ::after { box-sizing: border-box; }
  :root { --gutter: clamp(1.25rem, 5vw, 4rem); }
  html { font-size: max(100%, 0.83vw); scroll-padding-top: 5.5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
  body { margin: 0; background: var(--bg); color: var(--ink); font: 400 1.0625rem/1.65 var(--text); overflow-wrap: break-word; -webkit-font-smoothing: antialiased; }
  h1, h2, h3, h4, h5, p, ul, ol, dl, dd, figure, blockquote, pre, table { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  h1, h2, h3, h4 { font-family: var(--display); font-weight: var(--weight); letter-spacing: var(--tracking); line-height: 1.08; text-wrap: balance; }
  h2 { font-size: clamp(2rem, 1.35rem + 2.6vw, 3.375rem); }
  h3 { font-size: 1.3125rem; line-height: 1.25; letter-spacing: calc(var(--tracking) / 2); }
  p { text-wrap: pretty; }
  img, svg, video { display: block; max-width: 100%; }
  a { color: var(--link); text-underline-offset: 0.2em; text-decoration-thickness: 0.07em; }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 4px; }
  .wrap { width: min(100% - 2 * var(--gutter), 75rem); margin-inline: auto; }
  .skip { position: absolute; left: 1rem; top: -6rem; z-index: 9; padding: 0.75rem 1.25rem; background: var(--primary); color: var(--on-primary); border-radius: 0 0 8px 8px; }
  .skip:focus { top: 0; }
  .band { padding-block: clamp(4.5rem, 9.5vw, 8.5rem); }
  .band.alt { background: var(--tint); }
  .head { max-width: 44rem; margin-bottom: clamp(2.25rem, 4.5vw, 4rem); }
  .label { margin-bottom: 1rem; color: var(--link); font-size: 0.8125rem; font-weight: 650; letter-spacing: 0.09em; text-transform: uppercase; line-height: 1.4; }
  .intro { margin-top: 1.25rem; color: var(--muted); font-size: 1.1875rem; max-width: 38rem; }
  .btn { display: inline-block; padding: 0.9em 1.65em; border: 2px solid transparent; border-radius: var(--pill); background: var(--primary); color: var(--on-primary); font: 600 1rem/1.25 var(--text); text-align: center; text-decoration: none; cursor: pointer; }
  .btn.quiet { background: none; border-color: var(--line); color: var(--ink); }
  .btn.quiet:hover { border-color: currentcolor; }
  .bar { position: sticky; top: 0; z-index: 5; background: var(--bg); border-bottom: 1px solid var(--line); }
  .bar .wrap { display: flex; align-items: center; gap: 1.25rem 2rem; min-height: 4.5rem; padding-block: 0.625rem; }
  .mark { display: inline-flex; align-items: center; gap: 0.75rem; margin-right: auto; color: var(--ink); font: var(--weight) 1.1875rem/1.15 var(--display); letter-spacing: calc(var(--tracking) / 2); text-decoration: none; }
  .mark img { width: auto; max-width: 9rem; height: 2.25rem; object-fit: contain; }
  .mark svg { flex: none; width: 2rem; height: 2rem; border-radius: var(--mark-radius); }
  .bar ul { display: flex; gap: 1.75rem; }
  .bar li a { color: var(--muted); font-size: 0.9688rem; text-decoration: none; }
  .bar li a:hover { color: var(--ink); text-decoration: underline; }
  .bar .btn { padding: 0.6em 1.2em; font-size: 0.9375rem; flex: none; }
  .foot { border-top: 1px solid var(--line); padding-block: 3.5rem; font-size: 0.9688rem; color: var(--muted); }
  .foot .wrap { display: flex; flex-wrap: wrap; align-items: center; gap: 1.25rem 2.5rem; }
  .foot ul { display: flex; flex-wrap: wrap; gap: 0.5rem 1.75rem; }
  .foot a { color: var(--muted); }
  .icon { width: 1.5rem; height: 1.5rem; fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
  .mosaic, .scene { width: 100%; height: 100%; }
  .f1 { fill: var(--a1); }
  .f2 { fill: var(--a2); }
  .f3 { fill: var(--a3); }
  .f4 { fill: var(--a4); }
  .f5 { fill: var(--a5); }
  .f6 { fill: var(--a6); }
  .s1 { stroke: var(--a1); }
  .s2 { stroke: var(--a2); }
  .s3 { stroke: var(--a3); }
  .s4 { stroke: var(--a4); }
  .s5 { stroke: var(--a5); }
  .s6 { stroke: var(--a6); }
  @media (max-width: 60rem) {
    .bar nav { display: none; }
  }
  @media (max-width: 26rem) {
    .bar .mark svg { display: none; }
    .bar .btn { padding: 0.55em 0.9em; }
  }
  @media (prefers-reduced-motion: no-preference) {
    html { scroll-behavior: smooth; }
    .btn, .card { transition: transform 0.2s, border-color 0.2s, box-shadow 0.2s; }
    .btn:hover { transform: translateY(-2px); }
    .btn:active { transform: none; }
  }
  @media print {
    .bar, .skip, form { display: none; }
    .band { padding-block: 1.5rem; break-inside: avoid; }
  }
`;
