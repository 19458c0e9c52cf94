/** A file that a page may show. */
export type GenerationAsset = {
  id: string;
  filename: string;
  contentType: string;
  /** Relative address under which a published page can load it. */
  url: string;
  read(): Promise<Uint8Array>;
};

export type Brand = {
  companyName: string | null;
  domain: string | null;
  description: string | null;
  /** `#rrggbb`. */
  primaryColor: string | null;
  logo: GenerationAsset | null;
  icon: GenerationAsset | null;
};

export type ReasoningEffort = 'min' | 'medium' | 'high' | 'max';

export type GenerationInput = {
  /** The tent's name. */
  name: string;
  /** What the caller asked for; empty for bulk items without instructions. */
  prompt: string;
  /** HTML of the template, with {{placeholders}}. */
  templateHtml: string | null;
  inputData: Record<string, unknown>;
  instructions: string | null;
  /** The newest completed page, for an edit. */
  previousHtml: string | null;
  brand: Brand | null;
  assets: GenerationAsset[];
  reasoning: ReasoningEffort | null;
  /** Where a lead form of this page posts to (an absolute path or URL). */
  formAction: string;
};

/**
 * Makes a page: one whole HTML document. Everything it is given comes from outside and is
 * nothing but text to it. What it throws may be tried again, unless it is `GenerationRefused`.
 */
export type TentGenerator = {
  generate(input: GenerationInput, signal: AbortSignal): Promise<{ html: string }>;
};

/** Thrown for what trying again cannot mend; its message is shown to the caller. */
export class GenerationRefused extends Error {}
