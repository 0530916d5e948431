// Runs axe on the page as it stands, with all rules or only those named, and gives its violations as lines.

import { AxeBuilder } from '@axe-core/playwright';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function axe(page, rules) {
  // Details of what passes take half of the time. `target-size` is off by default, whatever its tags.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ runOnly: rules ?? TAGS, resultTypes: ['violations'], rules: rules ? {} : { 'target-size': { enabled: true } } })
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map((node) => {
      const why = node.any.concat(node.all, node.none)[0]?.message ?? help;
      return `axe ${id}: ${node.target.join(' ')}: ${why}${nodes.length > 5 ? ` (one of ${nodes.length})` : ''}`;
    }),
  );
}
