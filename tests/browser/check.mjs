// Checks finished sites as their readers meet them: `node check.mjs SITE_DIR [SITE_DIR…] [--picture FILE [--of ROUTE]]`. The picture
// is of that page of the first site, or of its longest report. With `--self-test` the first site is broken in every way that a check is there for, and what
// goes unnoticed is the fault. Exits with 1 on any fault; needs Chromium, Java and pdftotext.

import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { launch } from './launch.mjs';
import { markup } from './markup.mjs';
import { longestReport, longestReportOf, pick } from './pages.mjs';
import { picture } from './picture.mjs';
import { selfTest } from './selftest.mjs';
import { serve } from './serve.mjs';
import { visit } from './visit.mjs';
import { weight } from './weight.mjs';

// More pages than this need a reason: a theme shows itself on far fewer.
const MOST = 60;

const since = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

// One page a core at a time.
async function visitAll(browser, pages, origins) {
  const longest = longestReport(pages);
  const queue = [...pages];
  const problems = [];
  const work = async () => {
    for (let page = queue.shift(); page; page = queue.shift()) {
      const found = await visit(browser, origins.get(page.dir), page, page === longest);
      problems.push(...found.map((line) => `${page.dir}${page.route}: ${line}`));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  return problems.sort();
}

async function inBrowser(sites, file, route) {
  const pages = pick(sites);
  if (pages.length > MOST) {
    throw new Error(`${pages.length} pages to look at, more than ${MOST}`);
  }
  const start = Date.now();
  const browser = await launch();
  const servers = new Map();
  for (const dir of sites) {
    servers.set(dir, await serve(dir));
  }
  const origins = new Map([...servers].map(([dir, { origin }]) => [dir, origin]));
  const problems = await visitAll(browser, pages, origins);
  console.log(`${pages.length} pages in Chromium, ${problems.length} problems, ${since(start)}`);
  const report = longestReport(pages);
  if (report) {
    const { problems: heavy, text } = await weight(browser, origins.get(report.dir) + report.route);
    problems.push(...heavy.map((line) => `${report.dir}${report.route}: ${line}`));
    console.log(`the longest report, gzipped: ${text}`);
  }
  if (file) {
    await picture(browser, origins.get(sites[0]) + (route ?? longestReportOf(sites[0]).route), file);
  }
  await browser.close();
  servers.forEach((server) => server.close());
  return problems;
}

async function validated(sites) {
  const problems = [];
  for (const dir of sites) {
    const start = Date.now();
    const { files, found } = await markup(dir);
    console.log(`${dir}: ${files} pages validated, ${found.length} errors, ${since(start)}`);
    problems.push(...found.map((line) => `${dir}: ${line}`));
  }
  return problems;
}

async function main() {
  const options = { picture: { type: 'string' }, of: { type: 'string' }, 'self-test': { type: 'boolean' } };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const sites = positionals.map((dir) => dir.replace(/\/+$/, ''));
  if (!sites.length) {
    throw new Error('usage: check.mjs SITE_DIR [SITE_DIR…] [--picture FILE] [--self-test]');
  }
  execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
  const problems = values['self-test']
    ? await selfTest(sites[0])
    : [...(await validated(sites)), ...(await inBrowser(sites, values.picture, values.of))];
  problems.forEach((line) => console.error(line));
  process.exitCode = problems.length ? 1 : 0;
}

await main();
