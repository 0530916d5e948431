// The filter of a list: a name finds its row whatever its case and spaces, what nobody is called finds nothing, and an empty box
// gives the list back. A list of several pages is found in as a whole. Pages without the filter pass.

import { axe } from './axe.mjs';

async function state(page) {
  return page.evaluate(() => ({
    list: !document.getElementById('sr-list').hidden,
    hits: [...document.querySelectorAll('#sr-filter-results a')].map((link) => link.getAttribute('href')),
    count: document.getElementById('sr-filter-count').textContent,
  }));
}

// Names of the list, on all of its pages.
async function names(page) {
  return page.evaluate(async () => {
    const source = document.getElementById('sr-filter').dataset.names;
    if (source) return (await (await fetch(source)).json()).names.map(({ name, href }) => [name, href]);
    const links = document.querySelectorAll('#sr-list .entities th[scope="row"] > a');
    return [...links].map((link) => [link.textContent, link.getAttribute('href')]);
  });
}

export async function filter(page) {
  const box = page.locator('#sr-filter-box');
  if (!(await box.count())) return [];
  const problems = [];
  const all = await names(page);
  for (const [name, href] of [all[0], all.at(-1)]) {
    await box.fill(` ${name.toUpperCase().replace(/[\s_-]/g, '')} `);
    await page.waitForFunction(() => document.getElementById('sr-filter-count').textContent !== '');
    const { list, hits } = await state(page);
    if (list || !hits.includes(href)) problems.push(`the filter does not find “${name}”`);
  }
  problems.push(...(await axe(page)).map((line) => `filtered: ${line}`));
  await box.fill('no such name anywhere');
  await page.waitForFunction(() => /^No/.test(document.getElementById('sr-filter-count').textContent));
  if ((await state(page)).hits.length) problems.push('the filter finds what nobody is called');
  await box.fill('');
  const { list, hits } = await state(page);
  if (!list || hits.length) problems.push('an empty filter does not give the list back');
  return problems;
}
