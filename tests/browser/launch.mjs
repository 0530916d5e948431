// Starts the Chromium that the machine has: `CHROMIUM`, or one of the usual paths.

import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

// No sandbox, whose rights containers lack, and no talk with anybody outside.
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launch() {
  const usual = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);
  const executablePath = [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new Error('no Chromium: set CHROMIUM to its path');
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
