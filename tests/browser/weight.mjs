// What a report page weighs on the wire, gzipped, against the budgets of the design.

import { gzipSync } from 'node:zlib';

const BUDGETS = { HTML: 60, CSS: 12, JS: 10 };

export async function weight(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  const links = await page.evaluate(() => ({
    CSS: [...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.href),
    JS: [...document.querySelectorAll('script[src]')].map((script) => script.src),
  }));
  await page.close();
  const sizes = {};
  for (const [kind, urls] of Object.entries({ HTML: [url], ...links })) {
    const bodies = await Promise.all(urls.map(async (each) => Buffer.from(await (await fetch(each)).arrayBuffer())));
    sizes[kind] = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1024;
  }
  const problems = Object.entries(sizes)
    .filter(([kind, size]) => size > BUDGETS[kind])
    .map(([kind, size]) => `weight: ${size.toFixed(1)} KB of ${kind}, budget ${BUDGETS[kind]} KB`);
  const text = Object.entries(sizes).map(([kind, size]) => `${kind} ${size.toFixed(1)} of ${BUDGETS[kind]} KB`);
  return { problems, text: text.join(', ') };
}
