// Buttons that copy: each puts the text that it is for on the clipboard and says so in a live region. A page without such buttons
// passes.

import { alone } from './clipboard.mjs';

const BUTTONS = '[data-copy], .code-copy';

export async function copy(page) {
  const count = await page.locator(BUTTONS).count();
  const problems = [];
  if (count) await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  for (let at = 0; at < count; at += 1) {
    const button = page.locator(BUTTONS).nth(at);
    const { name, wanted } = await button.evaluate((el) => {
      el.closest('details')?.setAttribute('open', '');
      const named = document.getElementById(el.dataset.copy ?? '');
      return { name: el.getAttribute('aria-label') ?? el.textContent, wanted: (named ?? el.closest('.code').querySelector('code')).textContent };
    });
    if (!(await button.isVisible())) {
      problems.push(`the button “${name}” is not shown`);
      continue;
    }
    const found = await alone(async () => {
      // What the button before it said is no answer of this one.
      await page.evaluate(() => document.querySelectorAll('[role="status"]').forEach((el) => (el.textContent = '')));
      await button.click();
      await page.waitForFunction(() => [...document.querySelectorAll('[role="status"]')].some((el) => el.textContent === 'Copied'));
      return page.evaluate(() => navigator.clipboard.readText());
    });
    if (found !== wanted) problems.push(`“${name}” copies “${found.slice(0, 40)}”, not “${wanted.slice(0, 40)}”`);
  }
  return problems;
}
