// Copying and filtering indicators: the clipboard holds what the file beside the page holds, value for value; either spelling of a
// value finds its row, what nobody listed finds nothing, and an empty box gives all rows back. Pages without indicators pass.

import { axe } from './axe.mjs';
import { alone } from './clipboard.mjs';

const BOX = '.ioc-tools input';
const STATUS = '.ioc-tools [role="status"]';

async function said(page, pattern) {
  await page.waitForFunction(
    ([where, wanted]) => new RegExp(wanted).test(document.querySelector(where).textContent),
    [STATUS, pattern],
    { timeout: 5000 },
  );
}

async function copied(page, button) {
  const text = await alone(async () => {
    await page.evaluate((where) => (document.querySelector(where).textContent = ''), STATUS);
    await button.click();
    await said(page, '^Copied');
    return page.evaluate(() => navigator.clipboard.readText());
  });
  return text.split('\n');
}

// The values of the JSON file that the page offers; nothing where it offers none.
async function inFile(page) {
  return page.evaluate(async () => {
    const link = document.querySelector('.ioc-files a[href$=".json"]');
    return link && (await (await fetch(link.href)).json()).indicators.map(({ value }) => value);
  });
}

const rows = (page) => page.locator('.iocs-table tbody > tr:not(.ioc-head):not([hidden])').count();

export async function indicators(page) {
  if (!(await page.locator('.ioc-tools:not([hidden])').count())) return [];
  const problems = [];
  const file = await inFile(page);
  const all = await copied(page, page.locator('.ioc-tools .ioc-button'));
  if (file && JSON.stringify([...all].sort()) !== JSON.stringify([...file].sort())) {
    problems.push('copying all gives other values than the file holds');
  }
  const first = page.locator('.iocs-table tr:not(.ioc-head) > .ioc-act > .ioc-button').first();
  const [live] = await copied(page, first);
  if (!all.includes(live)) problems.push(`the first row copies “${live}”, which is none of the values`);
  const before = await rows(page);
  const shown = await page.locator('.iocs-table tbody code.ioc').first().textContent();
  for (const query of [live, shown]) {
    await page.fill(BOX, query.split(/\s/)[0]);
    await said(page, 'fits?\\b');
    const found = (await rows(page)) + (await page.locator('.ioc-results > li').count());
    if (!found || found > before + 200) problems.push(`the filter does not find “${query}”`);
  }
  problems.push(...(await axe(page)).map((line) => `filtered: ${line}`));
  await page.fill(BOX, 'no-such-indicator-anywhere');
  await said(page, '^No');
  if (await rows(page)) problems.push('the filter finds what nobody listed');
  await page.fill(BOX, '');
  if ((await rows(page)) !== before) problems.push('an empty filter does not give all rows back');
  return problems;
}
