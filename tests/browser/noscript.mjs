// Without scripts the page must say all that it says with them, and nothing that the page holds may stay hidden with no other way
// to it. Controls that only work with a script are the exception: they have to stay away.

export const CONTROLS = 'button, form, dialog, template, [role="status"], [role="search"], [aria-live]';

function hidden(controls) {
  const { selector, shown, inClosedDetails, texts } = globalThis.sr;
  const main = document.querySelector('main') ?? document.body;
  const open = (el) => shown(el) || inClosedDetails(el);
  const known = new Set([...texts(document.body, open)].map(({ text }) => text));
  const lost = [...texts(main, (el) => !open(el) && !el.closest(controls))].filter(({ text }) => !known.has(text));
  return lost.map(({ el }) => `without scripts, hidden with no other way to it: ${selector(el)}`);
}

function deadControls(controls) {
  const { selector, shown } = globalThis.sr;
  return [...document.querySelectorAll(`:is(${controls}) button, button, input:not([type="checkbox"][disabled])`)]
    .filter((el) => shown(el) && !el.closest('form[action]'))
    .map((el) => `without scripts, a control that does nothing: ${selector(el)}`);
}

export async function noscript(page, withScripts, reachable) {
  const problems = [...(await page.evaluate(hidden, CONTROLS)), ...(await page.evaluate(deadControls, CONTROLS))];
  const without = await page.evaluate(reachable);
  if (!without.length) {
    problems.push('without scripts, the main part is empty');
  }
  const left = new Set(without);
  const gone = withScripts.filter((text) => !left.has(text));
  return [...problems, ...gone.slice(0, 3).map((text) => `without scripts, this text is missing: “${text.slice(0, 60)}”`)];
}
