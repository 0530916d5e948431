// Helpers inside a page, as `globalThis.sr`: which text is shown, where it stands, and a short selector to name an element by.
// They get there through the debugger, which neither a content security policy nor disabled scripts keep out.

export function helpers() {
  const name = (el) => {
    const classes = [...el.classList].slice(0, 2).map((word) => `.${word}`).join('');
    return el.id ? `${el.localName}#${el.id}` : el.localName + classes;
  };
  const selector = (el) => {
    const steps = [];
    for (let at = el; at && at !== document.body && steps.length < 3; at = at.parentElement) {
      steps.unshift(name(at));
      if (at.id) break;
    }
    const text = el.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
    return `${steps.join(' > ')}${text ? ` “${text}”` : ''}`;
  };
  const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  // For readers of the screen alone: clipped to nothing, or parked outside the window until it has the focus.
  const forEarsOnly = (el) => {
    for (let at = el; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).clipPath.startsWith('inset(50%') || at.getBoundingClientRect().bottom + scrollY < 0) return true;
    }
    return false;
  };
  const inClosedDetails = (el) => {
    const details = el.parentElement?.closest('details:not([open])');
    return Boolean(details) && shown(details) && !el.closest('summary');
  };
  const texts = function* (root, wanted) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const el = node.parentElement;
      const text = node.data.trim().replace(/\s+/g, ' ');
      if (text && !el.closest('script, style, template, svg title') && wanted(el)) yield { node, el, text };
    }
  };
  const rects = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
  };
  const scroller = (el) => {
    for (let at = el; at && at !== document.body; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at;
    }
    return null;
  };
  // Any CSS colour as [r, g, b, alpha].
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (css) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = css;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v <= 10 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (el) => {
    for (let at = el; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  // Of `front`, which may be translucent, on `back`.
  const contrast = (front, back) => {
    const alpha = front[3] / 255;
    const mixed = front.slice(0, 3).map((value, at) => value * alpha + back[at] * (1 - alpha));
    const [low, high] = [luminance(mixed), luminance(back)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  globalThis.sr = { selector, shown, forEarsOnly, inClosedDetails, texts, rects, scroller, colour, luminance, ground, contrast };
}
