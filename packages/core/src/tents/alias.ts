import { z } from 'zod';
import { isUuid } from '../ids.ts';

/** The alias of a workspace's root page, and how it is written in a path. */
export const ROOT_ALIAS = '/';
export const ROOT_ALIAS_IN_PATH = '__index__';

const WELL_FORMED = /^[a-z0-9][a-z0-9\-_.]{0,99}$/;

/** Names that addresses of the server itself begin with, now or one day. */
const RESERVED = new Set([
  'api',
  'admin',
  'submit',
  'assets',
  'www',
  'docs',
  'health',
  'static',
  ROOT_ALIAS_IN_PATH,
]);

export const RESERVED_ALIASES = [...RESERVED];

/** What is wrong with an alias, for the person who chose it; undefined when nothing is. */
export function aliasProblem(alias: string): string | undefined {
  if (alias === ROOT_ALIAS) return undefined;
  if (RESERVED.has(alias)) return `"${alias}" is reserved`;
  if (isUuid(alias)) return 'An alias cannot be a UUID';
  if (!WELL_FORMED.test(alias)) {
    return 'Use 1 to 100 characters of a–z, 0–9, "-", "_" and ".", beginning with a letter or digit, or "/" for the root page';
  }
  return undefined;
}

export const Alias = z.string().superRefine((alias, ctx) => {
  const message = aliasProblem(alias);
  if (message) ctx.addIssue({ code: 'custom', message });
});

/** A tent as a path names it: its id, or an alias; undefined for what can be neither. */
export function parseTentName(name: string): { id: string } | { alias: string } | undefined {
  if (isUuid(name)) return { id: name.toLowerCase() };
  if (name === ROOT_ALIAS_IN_PATH) return { alias: ROOT_ALIAS };
  return aliasProblem(name) === undefined ? { alias: name } : undefined;
}
