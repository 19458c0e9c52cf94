import Bowser from 'bowser';
import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

/** What is not known, of a country, a device, a browser or an operating system. */
export const UNKNOWN = 'Unknown';
/** The referrer of a view without one. */
export const DIRECT = 'direct';

export type Agent = { device: string; browser: string; os: string };

const AGENTS_MAX = 5_000;
const agents = new LRUCache<string, Agent | 'bot'>({ max: AGENTS_MAX });

/** What a user agent says of itself; `bot` for programs, and for what says nothing at all. */
export function readAgent(userAgent: string): Agent | 'bot' {
  const known = agents.get(userAgent);
  if (known) return known;
  const agent = userAgent.trim() === '' || isbot(userAgent) ? 'bot' : parseAgent(userAgent);
  agents.set(userAgent, agent);
  return agent;
}

// The library takes unknown names from the user agent as they are: anybody could make up as
// many as they like.
const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP));
const DEVICES = new Set(Object.values(Bowser.PLATFORMS_MAP));

function parseAgent(userAgent: string): Agent | 'bot' {
  const { browser, os, platform } = Bowser.parse(userAgent);
  if (platform.type === Bowser.PLATFORMS_MAP['bot']) return 'bot';
  return {
    device: oneOf(DEVICES, platform.type),
    browser: oneOf(BROWSERS, browser.name),
    os: oneOf(SYSTEMS, os.name),
  };
}

function oneOf(names: Set<string>, name: string | undefined): string {
  return name !== undefined && names.has(name) ? name : UNKNOWN;
}

const HOST_CHARS_MAX = 253;

/** The host of a referrer, without `www.`. */
export function readReferrer(referrer: string | undefined): string {
  if (!referrer) return DIRECT;
  const url = URL.parse(referrer);
  if (!url) return DIRECT;
  const host = url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\.(?=.)/, '');
  return host.slice(0, HOST_CHARS_MAX) || DIRECT;
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const countries = new Map<string, string>();
/** Codes for "somewhere" that proxies and the standard have. */
const NOWHERE = new Set(['XX', 'ZZ']);

/** The English name of a country, by the two letters that a proxy gives. */
export function readCountry(code: string | undefined): string {
  if (!code) return UNKNOWN;
  const letters = code.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(letters) || NOWHERE.has(letters)) return UNKNOWN;
  const known = countries.get(letters);
  if (known) return known;
  const name = names.of(letters) ?? UNKNOWN;
  countries.set(letters, name);
  return name;
}
