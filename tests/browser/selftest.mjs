// Breaks the longest report of a site in every way that a check is there for, and says which break went unnoticed. Each break is
// one change to the HTML or to the style sheet on the way to the browser, for one stage of the visit.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch } from './launch.mjs';
import { markup } from './markup.mjs';
import { longestReportOf } from './pages.mjs';
import { serve } from './serve.mjs';
import { STAGES } from './visit.mjs';

const inMain = (html) => (page) => page.replace('</main>', `${html}</main>`);
const swap = (from, to) => (page) => page.replace(from, to);
const css = (rules) => ({ css: (sheet) => sheet + rules });
const html = (change) => ({ html: change });

// By stage: name, break, and what a line about it must say.
const BREAKS = {
  screens: [
    ['no alternative text', html(inMain('<img src="/favicon.ico">')), /axe image-alt/],
    ['a field without a label', html(inMain('<input type="text">')), /axe label/],
    ['low contrast', css('.dek { color: #aaa }'), /light.*axe color-contrast/],
    ['low contrast in the dark', css('@media (prefers-color-scheme: dark) { .dek { color: #444 } }'), /^1440 px dark.*axe color-contrast/],
    ['no language', html(swap(/ lang="[^"]*"/, '')), /axe html-has-lang/],
    ['a wide table', html(inMain('<table><tr><td><img alt="" width="400" height="9" src="/favicon.ico"></table>')), /320 px: the document scrolls/],
    ['text cut off', css('.dek { height: 20px; overflow: hidden }'), /text is cut off: .*dek/],
    ['text cut off when spaced', css('.dek { max-height: 4.6lh; overflow: hidden }'), /with text spacing, .*cut off/],
    ['text over text', css('.dek { margin-top: -40px }'), /text lies over/],
    ['a small target', css('.theme-toggle { min-height: 0; height: 14px; padding: 0 }'), /target of .*sr-theme/],
    ['lost on a phone', css('@media (max-width: 400px) { .dek { display: none } }'), /320 px: text of the wide page is missing/],
    ['inline script', html(inMain('<script>1</script>')), /console: .*Content Security Policy/],
    ['a file that is not there', html(inMain('<script src="/self-test.js"></script>')), /404: /],
    ['a third party', html((page) => inMain('<img alt="" src="http://127.0.0.2:9/x">')(page).replace(/<meta http-equiv.*/, '')), /third party/],
  ],
  phoneKeys: [
    ['no skip link', html(swap(/<a class="skip".*/, '')), /first stop is no skip link/],
    ['a skip link nobody sees', css('.skip:focus { top: -100px }'), /skip link has the focus but cannot be seen/],
    ['a skip link that leads nowhere', html(swap('id="sr-main" tabindex="-1"', 'id="sr-main"')), /does not move the focus/],
    ['no focus ring', css(':focus-visible { outline: none }'), /shows no focus/],
    ['a faint focus ring', css(':focus-visible { outline-color: #88888830 }'), /contrast below 3/],
  ],
  keys: [
    ['focus under a bar', css('.site-header { position: fixed; inset: 0; height: 95vh; z-index: 9 }'), /lies under/],
    ['an order of its own', html(inMain('<a href="/" tabindex="3">x</a>')), /first stop is no skip link/],
  ],
  theme: [['a theme that differs', css('[data-theme="dark"] { --link: red }'), /dark on a light system has --link red/]],
  paper: [
    ['no marking on paper', css('@media print { body.page-report { page: auto } }'), /no TLP:CLEAR at the head/],
    ['a level without its marking', css('@media print { .marked-amber-strict { page: amber } }'), /no TLP:AMBER\+STRICT at the head/],
    ['no foot', css('@page clear { @bottom-left { content: none } }'), /no TLP:CLEAR at the foot/],
    ['no numbers', css('@page { @bottom-right { content: none } }'), /no number of the sheet/],
    ['no class for the marking', html(swap(/ marked-[a-z-]+/, '')), /no class `marked-/],
    ['navigation on paper', css('@media print { .site-menu { display: block } }'), /of use only on a screen/],
    ['dark paper', css('@media print { body { background: #000 } }'), /paper is not light/],
    ['low contrast on paper', css('@media print { .dek { color: #aaa } }'), /print: axe color-contrast/],
    ['wider than paper', css('@media print { .dek { width: 900px; max-width: none } }'), /wider than the paper/],
  ],
  scriptless: [
    ['hidden for good', html(inMain('<p hidden>Only a script could show this</p>')), /hidden with no other way/],
    ['a control without its script', html(inMain('<button type="button">Do it</button>')), /control that does nothing/],
    ['an empty page', html((page) => page.replace(/<main[^]*<\/main>/, '<main id="sr-main" tabindex="-1"></main>')), /main part is empty/],
  ],
};

async function unnoticed(browser, dir, report, { stage, name, change, expected }) {
  const alter = (path, body) => {
    const changed = path === report.route ? change.html : path.endsWith('/site.css') ? change.css : undefined;
    return changed?.(body) ?? body;
  };
  const server = await serve(dir, alter);
  const found = await STAGES[stage](browser, server.origin, report, true);
  server.close();
  const line = found.find((each) => expected.test(each));
  console.log(`${name}: ${line?.slice(0, 150) ?? 'NOT NOTICED'}`);
  return line ? [] : [`not noticed: ${name}; instead: ${found.slice(0, 5).join('; ') || 'nothing'}`];
}

// The validators read files: a copy of the site, with one bad page for each.
async function unnoticedMarkup(dir) {
  const copy = mkdtempSync(join(tmpdir(), 'sitrep-self-test-'));
  cpSync(dir, copy, { recursive: true });
  writeFileSync(join(copy, 'bad.html'), '<!DOCTYPE html><html lang="en"><title>x</title><p id="a">b<p id="a">c<a href="a|b#|">d</a></p></html>');
  const { found } = await markup(copy);
  rmSync(copy, { recursive: true });
  return ['html-validate', 'nu'].filter((name) => !found.some((line) => line.startsWith(`${name}: /bad.html`)))
    .map((name) => `not noticed: bad HTML, by ${name}`);
}

export async function selfTest(dir) {
  const report = longestReportOf(dir);
  const browser = await launch();
  const problems = await unnoticedMarkup(dir);
  const queue = Object.entries(BREAKS).flatMap(([stage, rows]) =>
    rows.map(([name, change, expected]) => ({ stage, name, change, expected })),
  );
  const work = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) {
      problems.push(...(await unnoticed(browser, dir, report, each)));
    }
  };
  await Promise.all([work(), work()]);
  await browser.close();
  return problems;
}
