/** A colour as people see it: lightness 0–1, chroma (0 = grey), hue in degrees. */
export type Oklch = { l: number; c: number; h: number };

type Triple = [number, number, number];

const CHROMA_STEP = 0.004;
const GAMUT_TOLERANCE = 0.0001;

/** `#rrggbb`. A colour that screens cannot show loses chroma until they can. */
export function toHex({ l, c, h }: Oklch): string {
  const lightness = Math.min(1, Math.max(0, l));
  for (let chroma = Math.max(0, c); ; chroma = Math.max(0, chroma - CHROMA_STEP)) {
    const linear = toLinear({ l: lightness, c: chroma, h });
    const isShown = linear.every((v) => v >= -GAMUT_TOLERANCE && v <= 1 + GAMUT_TOLERANCE);
    if (isShown || chroma === 0) return `#${linear.map(byteOf).join('')}`;
  }
}

export function fromHex(hex: string): Oklch {
  const [r, g, b] = linearOf(hex);
  const l = Math.cbrt(0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b);
  const m = Math.cbrt(0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b);
  const s = Math.cbrt(0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b);
  const lightness = 0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s;
  const greenRed = 1.977_998_5 * l - 2.428_592_21 * m + 0.450_593_71 * s;
  const blueYellow = 0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s;
  const hue = (Math.atan2(blueYellow, greenRed) * 180) / Math.PI;
  return { l: lightness, c: Math.hypot(greenRed, blueYellow), h: (hue + 360) % 360 };
}

/** WCAG 2's ratio, from 1 to 21; 4.5 is what text needs (AA). */
export function contrastOf(hex: string, otherHex: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(hex), luminanceOf(otherHex)].toSorted(
    (a, b) => a - b,
  );
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(hex: string): number {
  const [r, g, b] = linearOf(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linearOf(hex: string): Triple {
  return [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

function toLinear({ l, c, h }: Oklch): Triple {
  const angle = (h * Math.PI) / 180;
  const greenRed = c * Math.cos(angle);
  const blueYellow = c * Math.sin(angle);
  const long = (l + 0.396_337_78 * greenRed + 0.215_803_76 * blueYellow) ** 3;
  const medium = (l - 0.105_561_35 * greenRed - 0.063_854_17 * blueYellow) ** 3;
  const short = (l - 0.089_484_18 * greenRed - 1.291_485_55 * blueYellow) ** 3;
  return [
    4.076_741_66 * long - 3.307_711_59 * medium + 0.230_969_94 * short,
    -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_4 * short,
    -0.004_196_09 * long - 0.703_418_61 * medium + 1.707_614_7 * short,
  ];
}

function byteOf(linear: number): string {
  const clipped = Math.min(1, Math.max(0, linear));
  const value = clipped <= 0.003_130_8 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');
}
