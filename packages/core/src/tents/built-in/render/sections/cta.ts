import { mosaic } from '../../art/mosaic.ts';
import { html } from '../../html.ts';
import { actionLink } from '../action-link.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const cta: SectionView<'cta'> = {
  render: (section, { spec }) =>
    band(
      section,
      html`<div class="panel">
        <div class="panel-text">
          ${head(section)}
          <p>${actionLink(section.action)}</p>
        </div>
        <div class="panel-art">
          ${mosaic({ motif: spec.motif, seed: spec.seed + 7 }, { columns: 4, rows: 4 })}
        </div>
      </div>`,
    ),
  style: rules`
    .panel { display: grid; overflow: hidden; background: var(--deep); color: var(--on-deep); border-radius: var(--big); }
    .panel-text { padding: clamp(2.25rem, 6vw, 5.5rem); }
    .panel .head { margin-bottom: 2.25rem; }
    .panel .label { color: var(--deep-link); }
    .panel .intro { color: var(--deep-muted); }
    .panel .btn { background: var(--deep-link); color: var(--deep); }
    .panel :focus-visible { outline-color: var(--deep-link); }
    .panel-art { max-height: 14rem; overflow: hidden; }
    @media (min-width: 60rem) { .panel { grid-template-columns: 1.6fr 1fr; } .panel-art { max-height: none; } .panel-art svg { position: absolute; inset: 0; } .panel-art { position: relative; } }
  `,
};
