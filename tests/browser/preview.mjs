// The preview as its user meets it: `node preview.mjs SITREP ROOT` copies a site, serves it with the real program, edits it and looks
// at what an open tab does. Exits with 1 on any fault; needs Chromium.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch } from './launch.mjs';

const [program, root] = process.argv.slice(2);
const site = mkdtempSync(join(tmpdir(), 'sitrep-serve-'));
for (const part of ['content', 'sitrep.yaml']) cpSync(join(root, part), join(site, part), { recursive: true });

const path = (file) => join(site, file);
const read = (file) => readFileSync(path(file), 'utf8');
const write = (file, text) => writeFileSync(path(file), text);
const edit = (file, from, to) => write(file, read(file).replace(from, to));

async function started(...flags) {
  const child = spawn(program, ['serve', '--root', site, '--port', '0', ...flags]);
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data).trim()));
    child.once('exit', (code) => reject(new Error(`the preview ended with ${code}: ${said}`)));
  });
  return { child, url, said: () => said };
}

const problems = [];
const REPORT = 'content/reports/2021-09-28-roshan.md';

// Each step is named by what must hold; `page` stays open through all of them.
async function step(name, act) {
  try {
    await act();
  } catch (error) {
    problems.push(`${name}: ${String(error.message).split('\n').slice(0, 3).join(' ')}`);
  }
}

const preview = (page) => page.locator('body > div').last();
const marked = (page) => page.evaluate(() => { window.sameTab = true; });
const isMarked = (page) => page.evaluate(() => window.sameTab === true);

async function steps(page, url) {
  const seen = (text) => page.getByText(text).first().waitFor({ timeout: 8000 });
  const overlay = preview(page).locator('.overlay');

  await step('an edited report is shown, at the place where the reader was', async () => {
    await page.goto(`${url}reports/roshan/`);
    await page.evaluate(() => window.scrollTo(0, 900));
    edit(REPORT, 'Who was there, and when', 'Who was where, and when');
    await page.getByRole('heading', { name: 'Who was where, and when' }).waitFor({ timeout: 8000 });
    await page.waitForFunction(() => Math.abs(window.scrollY - 900) < 5, null, { timeout: 3000 });
  });

  await step('a tab whose page did not change stays', async () => {
    await page.goto(`${url}methodology/`);
    await marked(page);
    edit(REPORT, 'Who was where', 'Who came');
    await page.waitForTimeout(1500);
    if (!(await isMarked(page))) throw new Error('it was loaded again');
  });

  await step('a broken file brings an overlay with the place, and leaves the page', async () => {
    await page.goto(`${url}reports/roshan/`);
    edit(REPORT, 'date: 2021-09-28\nkind', 'date: 2021-13-28 <img src=x onerror=alert(1)>\nkind');
    await overlay.waitFor({ state: 'visible', timeout: 8000 });
    await overlay.getByText(`${REPORT}:3:7`).first().waitFor({ timeout: 3000 });
    if (await overlay.locator('img').count()) throw new Error('the message is not escaped');
    await page.getByRole('heading', { level: 1, name: /Four China-linked groups/ }).waitFor({ timeout: 3000 });
  });

  await step('a fault in one report leaves the others usable', async () => {
    const other = await page.context().newPage();
    edit('content/methodology.md', 'title: Methodology', 'title: Method of work');
    await other.goto(`${url}methodology/`);
    await other.getByRole('heading', { level: 1, name: 'Method of work' }).waitFor({ timeout: 8000 });
    await other.close();
  });

  await step('the overlay goes by itself when the fault is mended', async () => {
    edit(REPORT, 'date: 2021-13-28 <img src=x onerror=alert(1)>', 'date: 2021-09-28');
    await overlay.waitFor({ state: 'hidden', timeout: 8000 });
  });

  await step('a style sheet is swapped without a reload', async () => {
    cpSync(join(root, 'static'), path('static'), { recursive: true });
    await page.waitForTimeout(1500);
    await page.goto(`${url}methodology/`);
    await marked(page);
    write('static/assets/site.css', `${read('static/assets/site.css')}\nh1 { letter-spacing: 7px }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing === '7px', null, { timeout: 8000 });
    if (!(await isMarked(page))) throw new Error('the page was loaded again');
  });

  await step('an atomic save counts as an edit', async () => {
    await page.goto(`${url}methodology/`);
    write('content/.methodology.md.swp', 'x');
    write('content/methodology.md.new~', read('content/methodology.md').replace('Method of work', 'How we work'));
    renameSync(path('content/methodology.md.new~'), path('content/methodology.md'));
    await page.getByRole('heading', { level: 1, name: 'How we work' }).waitFor({ timeout: 8000 });
  });

  await step('a deleted report leaves the page of its actor', async () => {
    await page.goto(`${url}actors/redfoxtrot/`);
    await seen('Is RedFoxtrot the same group as IceFog?');
    rmSync(path('content/reports/2026-11-16-redfoxtrot-names.md'));
    await page.getByRole('link', { name: 'Is RedFoxtrot the same group as IceFog?' }).first().waitFor({ state: 'detached', timeout: 8000 });
  });

  await step('a folder that was removed and made again is followed', async () => {
    await page.goto(`${url}methodology/`);
    renameSync(path('content'), path('aside'));
    await page.waitForTimeout(500);
    renameSync(path('aside'), path('content'));
    await page.waitForTimeout(1000);
    edit('content/methodology.md', 'How we work', 'The way we work');
    await page.getByRole('heading', { level: 1, name: 'The way we work' }).waitFor({ timeout: 8000 });
  });

  await step('the switch shows the public edition, and a draft is not in it', async () => {
    // A site with errors has no public edition, and the report that was deleted is linked to.
    cpSync(join(root, 'content'), path('content'), { recursive: true });
    await overlay.waitFor({ state: 'hidden', timeout: 8000 });
    await page.goto(`${url}reports/roshan-collection-plan/`);
    await page.getByText('DRAFT', { exact: true }).first().waitFor({ timeout: 3000 });
    await preview(page).getByRole('button', { name: 'Public edition' }).click();
    await page.getByRole('heading', { level: 1, name: 'Page not found' }).waitFor({ timeout: 8000 });
    await preview(page).getByRole('button', { name: 'Public edition' }).click();
    await page.getByText('DRAFT', { exact: true }).first().waitFor({ timeout: 8000 });
  });
}

// With `--navigate` the tab goes where the work is.
async function navigating(browser) {
  const server = await started('--navigate');
  const page = await (await browser.newContext()).newPage();
  await step('the tab goes to the page that was edited', async () => {
    await page.goto(`${server.url}methodology/`);
    edit(REPORT, 'Who was there, and when', 'Who was seen, and when');
    await page.waitForURL(`${server.url}reports/roshan/`, { timeout: 8000 });
    await page.getByRole('heading', { name: 'Who was seen, and when' }).waitFor({ timeout: 8000 });
  });
  await page.close();
  server.child.kill('SIGINT');
}

// A site that never built: the preview starts, says why, and shows the site once it is mended.
async function broken(browser) {
  const config = read('sitrep.yaml');
  write('sitrep.yaml', `${config}\nnonsense: [\n`);
  const server = await started();
  const page = await browser.newPage();
  await step('the preview starts although the site does not build', async () => {
    await page.goto(server.url);
    await preview(page).locator('.overlay').waitFor({ state: 'visible', timeout: 8000 });
    write('sitrep.yaml', config);
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Sitrep example library' }).waitFor({ timeout: 8000 });
    await preview(page).locator('.overlay').waitFor({ state: 'hidden', timeout: 8000 });
  });
  server.child.kill('SIGINT');
}

const browser = await launch();
const server = await started();
const context = await browser.newContext();
const page = await context.newPage();
page.on('console', (message) => {
  if (message.type() === 'error' && !/404|421/.test(message.text())) problems.push(`console: ${message.text()}`);
});
page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
await steps(page, server.url);
const ended = new Promise((resolve) => { server.child.once('exit', (code, signal) => resolve(code ?? signal)); });
const before = Date.now();
await page.close();
server.child.kill('SIGINT');
const code = await ended;
if (code !== 0 || Date.now() - before > 2000) problems.push(`Ctrl-C: ended with ${code} after ${Date.now() - before} ms`);
if (existsSync(path('public'))) problems.push('something was written to the publish folder');
await navigating(browser);
await broken(browser);
await browser.close();
rmSync(site, { recursive: true, force: true });
problems.forEach((problem) => console.log(`preview: ${problem}`));
console.log(`preview: ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
