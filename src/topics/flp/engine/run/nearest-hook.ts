import { type Analysis, isOpenQuestion } from '../analysis.ts';
import { type Hook, hooksAt } from '../pairs.ts';

/** A hook, and the edges that lead to it from where it was asked for. */
export interface FoundHook {
  readonly way: readonly number[];
  readonly hook: Hook;
}

const found = new WeakMap<Analysis, Map<number, FoundHook | null>>();

/** The hook that the fewest events lead to; `null` if none can be reached. */
export function nearestHook(analysis: Analysis, from: number): FoundHook | null {
  const known = found.get(analysis) ?? new Map<number, FoundHook | null>();
  found.set(analysis, known);
  if (!known.has(from)) known.set(from, searchHook(analysis, from));
  return known.get(from)!;
}

/** Hooks are at open configurations alone, and so is every configuration on the way to one. */
function searchHook(analysis: Analysis, start: number): FoundHook | null {
  const { first, targets } = analysis.graph;
  const cameBy = new Map<number, readonly [number, number] | null>();
  if (isOpenQuestion(analysis, start)) cameBy.set(start, null);
  for (const node of cameBy.keys()) {
    const [hook] = hooksAt(analysis, node);
    if (hook) return { way: wayTo(cameBy, node), hook };
    for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
      const target = targets[edge]!;
      if (isOpenQuestion(analysis, target) && !cameBy.has(target)) cameBy.set(target, [node, edge]);
    }
  }
  return null;
}

function wayTo(
  cameBy: ReadonlyMap<number, readonly [number, number] | null>,
  end: number,
): readonly number[] {
  const way: number[] = [];
  for (let at = cameBy.get(end); at; at = cameBy.get(at[0])) way.push(at[1]);
  return way.reverse();
}
