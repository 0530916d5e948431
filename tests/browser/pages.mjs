// Picks the pages that are worth a browser: the fewest that show every class and every element that a kind of page has anywhere
// on the sites, and the largest page of each kind. What a kind of page is, the site says itself: `page-…` on the body and, for
// an entity, `entity-…` on its article.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function htmlFiles(dir) {
  return readdirSync(dir, { recursive: true })
    .filter((file) => file.endsWith('.html'))
    .sort();
}

// What a page shows, as parts: `entity actor: aside.card`.
function read(dir, file) {
  const html = readFileSync(join(dir, file), 'utf8');
  const body = html.slice(html.indexOf('<body'));
  const kind = body.match(/^<body[^>]*\bclass="[^"]*\bpage-([a-z-]+)/)?.[1] ?? 'unknown';
  const entity = kind === 'entity' ? body.match(/<article[^>]*\bclass="[^"]*\bentity-([a-z]+)/)?.[1] : undefined;
  const group = entity ? `${kind} ${entity}` : kind;
  const parts = new Set();
  for (const [, tag, attributes] of body.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)/g)) {
    parts.add(`${group}: ${tag}`);
    for (const name of attributes.match(/\bclass="([^"]*)"/)?.[1].split(/\s+/) ?? []) {
      parts.add(`${group}: ${tag}.${name}`);
    }
  }
  // The page for what is not there is seen at addresses of any depth, never at its own.
  const route = file === '404.html' ? '/no/such/page/' : `/${file.replace(/index\.html$/, '')}`;
  return { dir, kind, group, parts, size: html.length, route };
}

const pagesOf = (dir) => htmlFiles(dir).map((file) => read(dir, file));

export const longestReport = (pages) =>
  pages.filter(({ kind }) => kind === 'report').reduce((most, page) => (page.size > (most?.size ?? 0) ? page : most), undefined);

export const longestReportOf = (dir) => longestReport(pagesOf(dir));

// The pages of all sites together: what one of them shows, another of the same theme need not show again.
export function pick(sites) {
  const pages = sites.flatMap(pagesOf);
  const largest = new Map();
  for (const page of pages) {
    if (page.size > (largest.get(page.kind)?.size ?? 0)) {
      largest.set(page.kind, page);
    }
  }
  const picked = new Set();
  const seen = new Set();
  const take = (page) => {
    picked.add(page);
    page.parts.forEach((part) => seen.add(part));
  };
  largest.forEach(take);
  for (;;) {
    const gains = pages.map((page) => ({ page, gain: [...page.parts].filter((part) => !seen.has(part)).length }));
    const best = gains.reduce((most, each) => (each.gain > most.gain ? each : most), { gain: 0 });
    if (!best.gain) {
      return pages.filter((page) => picked.has(page));
    }
    take(best.page);
  }
}
