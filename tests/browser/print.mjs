// Prints the page to PDF and reads it back with pdftotext: the marking stands at the head and the foot of every sheet, with the
// number of the sheet, in A4 and in Letter; what is only of use on a screen is not printed; paper is light, whatever the screen.

import { execFileSync } from 'node:child_process';

import { axe } from './axe.mjs';

const LEVELS = ['clear', 'green', 'amber', 'amber-strict', 'red'];
const label = (level) => `TLP:${level.toUpperCase().replace('-', '+')}`;

// The label, and not the beginning of a longer one.
const holds = (line, level) => line.split(/\s+/).includes(label(level));

async function sheets(page, format) {
  const pdf = await page.pdf({ format, printBackground: true });
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, maxBuffer: 2 ** 26 }).toString();
  return text.split('\f').slice(0, -1);
}

async function marked(page, format, level) {
  const all = await sheets(page, format);
  const problems = all.flatMap((sheet, at) => {
    const lines = sheet.split('\n').filter((line) => line.trim());
    const where = `print, ${format} ${at + 1} of ${all.length}`;
    return [
      holds(lines.at(0) ?? '', level) ? '' : `${where}: no ${label(level)} at the head, but “${(lines.at(0) ?? '').trim()}”`,
      holds(lines.at(-1) ?? '', level) ? '' : `${where}: no ${label(level)} at the foot, but “${(lines.at(-1) ?? '').trim()}”`,
      new RegExp(`\\b${at + 1}\\s*/\\s*${all.length}\\b`).test(lines.at(-1) ?? '') ? '' : `${where}: no number of the sheet`,
    ];
  });
  return { problems: problems.filter(Boolean), count: all.length };
}

function onPaper() {
  const { selector, shown, scroller, luminance, ground } = globalThis.sr;
  const screenOnly = [...document.querySelectorAll('nav, button, input, select, form, dialog, body > a[href^="#"]')];
  const problems = screenOnly
    .filter((el) => shown(el) && !el.matches('li > input[disabled]'))
    .map((el) => `print: on paper, but of use only on a screen: ${selector(el)}`);
  if (luminance(ground(document.body)) < 0.9) problems.push('print: the paper is not light');
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) problems.push(`print: ${wide} px wider than the paper`);
  for (const el of document.querySelectorAll('main *')) {
    if (shown(el) && scroller(el) === el && el.scrollWidth > el.clientWidth + 1) {
      problems.push(`print: cut off at its right edge: ${selector(el)}`);
    }
  }
  for (const el of document.querySelectorAll('main details:not([open])')) {
    const rest = [...el.querySelectorAll(':scope > :not(summary)')];
    if (shown(el) && rest.length && !rest.some(shown)) problems.push(`print: closed, and nobody can open paper: ${selector(el)}`);
  }
  return problems;
}

// `levels`: whether to try every level of the TLP on this page, not only its own.
export async function print(page, levels) {
  // A4 less its margins, in CSS pixels; a dark screen, which must not reach the paper.
  await page.setViewportSize({ width: 658, height: 986 });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const problems = await page.evaluate(onPaper);
  problems.push(...(await axe(page, ['color-contrast'])).map((line) => `print: ${line}`));
  const own = await page.evaluate(() => document.body.className.match(/\bmarked-([a-z-]+)/)?.[1]);
  if (!own) {
    problems.push('print: the body has no class `marked-…`');
  } else {
    const a4 = await marked(page, 'A4', own);
    problems.push(...a4.problems);
    if (levels && a4.count < 3) {
      problems.push(`print: the longest report has ${a4.count} sheets; the check of the marking needs three`);
    }
  }
  for (const level of levels ? LEVELS : []) {
    await page.evaluate((name) => {
      document.body.className = document.body.className.replace(/\bmarked-[a-z-]+/, `marked-${name}`);
    }, level);
    problems.push(...(await marked(page, 'Letter', level)).problems);
  }
  return problems;
}
