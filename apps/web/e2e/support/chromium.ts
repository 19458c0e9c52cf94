import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The machine's own Chromium, else the one from npm, unpacked once into the temporary directory. */
export async function findChromium(): Promise<string> {
  return INSTALLED.find((file) => existsSync(file)) ?? chromium.executablePath();
}

/** Runs as any user, also as root, and asks nobody outside for anything. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
