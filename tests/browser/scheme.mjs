// A theme chosen on the page must be the theme of the system, colour by colour, whatever the system says.

function colours() {
  const found = {};
  for (const [name, value] of document.documentElement.computedStyleMap()) {
    if (name.startsWith('--')) found[name] = String(value);
  }
  return found;
}

export async function scheme(page) {
  const problems = [];
  for (const [wanted, system] of [['light', 'dark'], ['dark', 'light']]) {
    await page.emulateMedia({ colorScheme: wanted });
    const expected = await page.evaluate(colours);
    await page.emulateMedia({ colorScheme: system });
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), wanted);
    const chosen = await page.evaluate(colours);
    await page.evaluate(() => document.documentElement.removeAttribute('data-theme'));
    for (const name of Object.keys(expected)) {
      if (chosen[name] !== expected[name]) {
        problems.push(`theme: ${wanted} on a ${system} system has ${name} ${chosen[name]}, the system's has ${expected[name]}`);
      }
    }
  }
  return problems;
}
