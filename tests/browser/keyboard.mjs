// Walks the page with Tab. The skip link comes first, is then seen, and leads to the main part; every stop is seen, shows that it
// has the focus, and lies under nothing else; all that can have the focus is reached in the order of the document.

const CAP = 80;

function stops() {
  const { shown } = globalThis.sr;
  const all = 'a[href], button, input, select, textarea, summary, [tabindex]';
  return [...document.querySelectorAll(all)].filter(
    (el) => shown(el) && !el.disabled && el.tabIndex >= 0 && !el.closest('[inert]'),
  ).length;
}

function here() {
  const { selector, colour, contrast, ground } = globalThis.sr;
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const style = getComputedStyle(el);
  const problems = [];
  const box = [...el.getClientRects()].find((rect) => rect.width > 0 && rect.height > 0);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  if (!box || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
    problems.push('has the focus but is out of sight');
  } else {
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    if (top && !el.contains(top) && !top.contains(el)) problems.push(`has the focus but lies under ${selector(top)}`);
  }
  if (!ring && style.boxShadow === 'none') {
    problems.push('shows no focus');
  } else if (ring && contrast(colour(style.outlineColor), ground(el.parentElement)) < 3) {
    problems.push('shows its focus with a contrast below 3');
  }
  const before = globalThis.srLast;
  if (before?.isConnected && !(before.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING)) {
    problems.push('comes before its place in the document');
  }
  globalThis.srLast = el;
  return { problems: problems.map((what) => `keyboard: ${what}: ${selector(el)}`) };
}

function skipLink() {
  const { selector } = globalThis.sr;
  const el = document.activeElement;
  const box = el.getBoundingClientRect();
  const target = el.matches('a[href^="#"]') ? document.querySelector(el.getAttribute('href')) : null;
  if (!target?.matches('main, main *')) return `keyboard: the first stop is no skip link: ${selector(el)}`;
  const seen = box.top >= 0 && box.left >= 0 && box.right <= innerWidth && box.width > 24 && box.height >= 24;
  return seen ? '' : 'keyboard: the skip link has the focus but cannot be seen';
}

export async function keyboard(page) {
  const problems = [];
  const expected = await page.evaluate(stops);
  await page.keyboard.press('Tab');
  problems.push(await page.evaluate(skipLink));
  let reached = 0;
  for (let stop = await page.evaluate(here); stop && reached < CAP; stop = await page.evaluate(here)) {
    reached += 1;
    problems.push(...stop.problems);
    await page.keyboard.press('Tab');
  }
  if (reached < Math.min(expected, CAP)) {
    problems.push(`keyboard: Tab reaches ${reached} of ${expected} stops`);
  }
  await page.evaluate(() => document.activeElement?.blur());
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.locator('a[href^="#"]').first().focus();
  await page.keyboard.press('Enter');
  const moved = await page.evaluate(() => document.activeElement?.matches('main, main *') ?? false);
  problems.push(moved ? '' : 'keyboard: the skip link does not move the focus to the main part');
  return problems.filter(Boolean);
}
