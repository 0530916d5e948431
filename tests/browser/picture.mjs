// A picture of a page for the README: light, and dark from the middle on, at one size whatever the screen.

import { writeFile } from 'node:fs/promises';

const SIZE = { width: 1280, height: 800 };

export async function picture(browser, url, file) {
  const context = await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce', deviceScaleFactor: 1 });
  const page = await context.newPage();
  await page.goto(url);
  const shots = {};
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    shots[colorScheme] = (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
  }
  await page.goto('about:blank');
  await page.setContent(`<style>body { margin: 0 } img { position: absolute; inset: 0 }
    img + img { clip-path: polygon(78% 0, 100% 0, 100% 100%, 65% 100%) }</style>
    ${['light', 'dark'].map((scheme) => `<img alt="" src="data:image/png;base64,${shots[scheme]}">`).join('')}`);
  await writeFile(file, await page.screenshot({ animations: 'disabled' }));
  await context.close();
}
