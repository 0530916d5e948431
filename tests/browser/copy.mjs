// Buttons that copy: each puts the text that it is for on the clipboard and says so in a live region. A page without such buttons
// passes.

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
    await button.click();
    await page.waitForFunction(() => [...document.querySelectorAll('[role="status"]')].some((el) => el.textContent === 'Copied'));
    const found = await page.evaluate(() => navigator.clipboard.readText());
    if (found !== wanted) problems.push(`“${name}” copies “${found.slice(0, 40)}”, not “${wanted.slice(0, 40)}”`);
  }
  return problems;
}
