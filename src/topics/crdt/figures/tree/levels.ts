import type { Slot } from './columns.ts';
import type { TreeView } from './tree-view.ts';

/**
 * How far below the root each letter hangs, the root's own children on level 0.
 * In a causal tree an only child stands beside its parent, so that what was
 * typed forwards is a line and not a staircase. A capsule has one level.
 */
export function levelsOf(view: TreeView, slots: readonly Slot[]): ReadonlyMap<string, number> {
  const level = new Map<string, number>();
  if (view.arrangement === 'list') {
    for (const { key } of view.letters) level.set(key, 0);
    return level;
  }
  const children = childCounts(view);
  const slotOf = new Map(slots.flatMap((slot) => slot.letters.map(({ key }) => [key, slot])));
  const parentOf = new Map(view.letters.map(({ key, parent }) => [key, parent]));
  const find = (key: string): number => {
    const known = level.get(key);
    if (known !== undefined) return known;
    const parent = parentOf.get(key);
    const below = parent ? find(parent) : -1;
    const beside =
      parent &&
      (slotOf.get(key) === slotOf.get(parent) ||
        (view.arrangement === 'preorder' && children.get(parent) === 1));
    const found = beside ? below : below + 1;
    level.set(key, found);
    return found;
  };
  // Oldest first, so that no chain is followed further than one step.
  for (const { key } of view.letters.toSorted((a, b) => a.time - b.time)) find(key);
  return level;
}

function childCounts({ letters }: TreeView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { parent } of letters) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  return counts;
}
