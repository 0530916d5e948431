// One page, all checks that need a browser, in stages that each begin with the page freshly opened: on screens, by keyboard, in a
// chosen theme, on paper, without scripts, and, for a redirect, where it leads.

import { axe } from './axe.mjs';
import { copy } from './copy.mjs';
import { filter } from './filter.mjs';
import { indicators } from './indicators.mjs';
import { helpers } from './inpage.mjs';
import { keyboard } from './keyboard.mjs';
import { layout, reachable } from './layout.mjs';
import { CONTROLS, noscript } from './noscript.mjs';
import { print } from './print.mjs';
import { scheme } from './scheme.mjs';

const WIDTHS = [1440, 768, 320];
const SCHEMES = ['light', 'dark'];

// Whatever the browser complains about, and whatever a page asks for that is not its own.
function listen(page, origin, url, problems) {
  page.on('console', (message) => {
    const itself = message.location().url === url && message.text().includes('404');
    if (['error', 'warning'].includes(message.type()) && !itself) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`request failed: ${request.url()}`));
  page.on('request', (request) => {
    const to = new URL(request.url());
    if (to.origin !== origin && to.protocol !== 'data:') problems.push(`request to a third party: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== url) problems.push(`${response.status()}: ${response.url()}`);
  });
}

// Opens the page, hands it to `look`, and gives the problems that either of them has.
async function opened(browser, origin, entry, options, look) {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const url = origin + entry.route;
  listen(page, origin, url, problems);
  if (entry.kind === 'redirect') {
    // Held still, to be looked at.
    await page.route(url, async (route) => {
      const body = await (await route.fetch()).text();
      await route.fulfill({ body: body.replace(/<meta http-equiv="refresh"[^>]*>/, ''), contentType: 'text/html' });
    });
  }
  await page.goto(url);
  await page.evaluate(helpers);
  problems.push(...(await look(page)));
  await context.close();
  return problems;
}

// The same fault at several widths is one line.
async function screens(page) {
  const places = new Map();
  const note = (place, lines) => lines.forEach((line) => places.set(line, [...(places.get(line) ?? []), place]));
  let wide;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      note(`${width} px ${colorScheme}`, await axe(page));
    }
    note(`${width} px`, await layout(page));
    const texts = await page.evaluate(reachable);
    wide ??= texts;
    const left = new Set(texts);
    const gone = wide.filter((text) => !left.has(text)).slice(0, 3);
    note(`${width} px`, gone.map((text) => `text of the wide page is missing: “${text.slice(0, 60)}”`));
  }
  return [...places].map(([line, where]) => `${where.join(', ')}: ${line}`);
}

async function leads(browser, origin, entry) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const moved = page.waitForResponse((response) => response.url() !== origin + entry.route && response.ok() &&
    response.request().isNavigationRequest(), { timeout: 5000 });
  await page.goto(origin + entry.route).catch(() => {});
  const problems = await moved.then(() => [], () => ['redirect: leads nowhere']);
  await context.close();
  return problems;
}

// `longest`: whether this is the longest report, which is printed with every marking.
export const STAGES = {
  screens: (browser, origin, entry) => opened(browser, origin, entry, {}, screens),
  phoneKeys: (browser, origin, entry) =>
    opened(browser, origin, entry, { viewport: { width: 320, height: 640 }, colorScheme: 'light' }, keyboard),
  keys: (browser, origin, entry) => opened(browser, origin, entry, { colorScheme: 'dark' }, keyboard),
  theme: (browser, origin, entry) => opened(browser, origin, entry, {}, scheme),
  paper: (browser, origin, entry, longest) => opened(browser, origin, entry, {}, (page) => print(page, longest)),
  filtered: async (browser, origin, entry) => opened(browser, origin, entry, {}, filter),
  copied: async (browser, origin, entry) => opened(browser, origin, entry, {}, copy),
  indicators: async (browser, origin, entry) =>
    opened(browser, origin, entry, { permissions: ['clipboard-read', 'clipboard-write'] }, indicators),
  scriptless: async (browser, origin, entry) => {
    let texts = [];
    const problems = await opened(browser, origin, entry, {}, async (page) => {
      texts = await page.evaluate(reachable, CONTROLS);
      return [];
    });
    const without = (page) => noscript(page, texts, reachable);
    return [...problems, ...(await opened(browser, origin, entry, { javaScriptEnabled: false }, without))];
  },
};

// A redirect has no frame, no marking and no script: it is looked at and followed.
export async function visit(browser, origin, entry, longest = false) {
  const redirect = [STAGES.screens, leads];
  const problems = [];
  for (const stage of entry.kind === 'redirect' ? redirect : Object.values(STAGES)) {
    problems.push(...(await stage(browser, origin, entry, longest)));
  }
  return [...new Set(problems)];
}
