// Reads the laid-out page: nothing sticks out of the window (WCAG 1.4.10), nothing is cut off or printed over something else,
// with the text spacing of WCAG 1.4.12 as well, and every control is at least 24 by 24 (2.5.8; inline links are axe's business).

const SPACED = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-block-end: 2em !important; }`;

function inspect() {
  const { selector, shown, forEarsOnly, texts, rects, scroller } = globalThis.sr;
  const found = [];
  const say = (what, el) => found.push(`${what}: ${selector(el)}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) {
    const out = [...document.body.querySelectorAll('*')].filter(
      (el) => shown(el) && el.getBoundingClientRect().right > innerWidth + 1 && !scroller(el.parentElement),
    );
    say(`the document scrolls sideways by ${wide} px`, out.at(-1) ?? document.body);
  }
  for (const el of document.body.querySelectorAll('*')) {
    const scrolls = /auto|scroll/.test(getComputedStyle(el).overflowX) && el.scrollWidth > el.clientWidth + 1;
    if (scrolls && shown(el) && !el.matches('pre') && !el.querySelector('table, pre')) {
      say('scrolls sideways without being a table or code', el);
    }
  }
  const boxes = [];
  for (const { node, el } of texts(document.body, (at) => shown(at) && !forEarsOnly(at))) {
    const lines = rects(node);
    const free = !scroller(el);
    if (free && lines.some((line) => line.left < -1 || line.right > innerWidth + 1)) {
      say('text runs out of the window', el);
    }
    for (let at = el; at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const cut = (line) =>
        (/hidden|clip/.test(style.overflowX) && (line.right > box.right + 2 || line.left < box.left - 2)) ||
        (/hidden|clip/.test(style.overflowY) && line.bottom > box.bottom + line.height / 4);
      if (lines.some(cut)) {
        say('text is cut off', el);
        break;
      }
    }
    if (free) {
      boxes.push(...lines.map((line) => ({ el, line })));
    }
  }
  // Boxes of lines are taller than their letters: only the middle half counts.
  boxes.sort((a, b) => a.line.top - b.line.top);
  boxes.forEach(({ el, line }, at) => {
    for (const other of boxes.slice(at + 1)) {
      if (other.line.top > line.bottom) break;
      const down = Math.min(line.bottom - line.height / 4, other.line.bottom - other.line.height / 4);
      const up = Math.max(line.top + line.height / 4, other.line.top + other.line.height / 4);
      const across = Math.min(line.right, other.line.right) - Math.max(line.left, other.line.left);
      if (other.el !== el && down - up > 1 && across > 3) {
        say(`text lies over ${selector(other.el)}`, el);
      }
    }
  });
  return [...new Set(found)];
}

function smallTargets() {
  const { selector, shown, forEarsOnly } = globalThis.sr;
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role="button"]')]
    .filter((el) => shown(el) && !forEarsOnly(el) && !el.disabled && getComputedStyle(el).display !== 'inline')
    .map((el) => ({ el, box: el.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 23.5 || box.height < 23.5)
    .map(({ el, box }) => `target of ${Math.round(box.width)} x ${Math.round(box.height)} px: ${selector(el)}`);
}

// Constructed sheets are the one way for style that a strict content security policy leaves.
function space(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}

export async function layout(page) {
  const plain = [...(await page.evaluate(inspect)), ...(await page.evaluate(smallTargets))];
  await page.evaluate(space, SPACED);
  const spaced = await page.evaluate(inspect);
  await page.evaluate(space, '');
  return [...plain, ...spaced.filter((line) => !plain.includes(line)).map((line) => `with text spacing, ${line}`)];
}

// What a reader of this width can come to, in the order of the page: shown, for screen readers, or a click on a summary away.
// `except` is a selector of what does not count.
export function reachable(except) {
  const { shown, inClosedDetails, texts } = globalThis.sr;
  const main = document.querySelector('main') ?? document.body;
  const open = (el) => (shown(el) || inClosedDetails(el)) && !(except && el.closest(except));
  return [...texts(main, open)].map(({ text }) => text);
}
