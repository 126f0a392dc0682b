import type { Algorithm, Doc, Element, Insert, Step } from '../algorithm.ts';
import { elementOf, indexOf, keyOf, sameId } from '../algorithm.ts';
import type { Detail, Part } from './types.ts';

/** What is being merged, as one algorithm does it. `placed` are the author’s own steps before it. */
export function partOf(
  algorithm: Algorithm,
  before: Doc,
  insert: Insert,
  detail: Detail,
  placed: readonly Step[] = [],
): Part {
  const found: readonly Step[] =
    placed.length > 0
      ? placed
      : [
          { kind: 'left-origin', id: insert.leftOrigin },
          { kind: 'right-origin', id: insert.rightOrigin },
        ];
  const steps = [...found, ...algorithm.integrate(before, insert).steps];
  return { before, steps, beats: beatsOf(steps, detail) };
}

/** The steps that get a frame. What settles a letter is in the last one. */
function beatsOf(steps: readonly Step[], detail: Detail): readonly number[] {
  if (detail === 'steps') return [...steps.keys()];
  const settle = steps.findIndex(({ kind }) => kind === 'settle');
  if (detail === 'letters') return [settle];
  const compared = [...steps.keys()].filter((i) => steps[i]!.kind === 'compare');
  const last = steps[compared.at(-1) ?? -1];
  // A comparison that says “before” is where the letter goes, so it has no frame of its own.
  return last?.kind === 'compare' && last.outcome === 'before' ? compared : [...compared, settle];
}

/** The step that a part shows at a beat; it waits at its last one for the others. */
export function stepAt({ steps, beats }: Part, beat: number): Step {
  return steps[beats[Math.min(beat, beats.length - 1)]!]!;
}

export const isSettled = ({ beats, steps }: Part, beat: number): boolean =>
  beat >= beats.length - 1 ||
  ['settle', 'traverse'].includes(steps[beats[Math.min(beat, beats.length - 1)]!]!.kind);

/**
 * The document with the letter where the comparisons have brought it by now: before
 * the one it is compared with. Until the first one it is nowhere, and this is `null`.
 */
export function inFlight(part: Part, insert: Insert, beat: number): Doc | null {
  const step = stepAt(part, beat);
  if (step.kind !== 'compare') return null;
  const { before } = part;
  const at = startOf(before, before[indexOf(before, step.with)]!);
  return before.toSpliced(at, 0, elementOf(insert));
}

/** Where an element’s subtree begins: at the leftmost of its left children, or at itself. */
function startOf(doc: Doc, element: Element): number {
  let first = element;
  for (;;) {
    const left = doc.find(({ parent, side }) => side === 'left' && sameId(parent, first.id));
    if (!left) return doc.findIndex(({ id }) => keyOf(id) === keyOf(first.id));
    first = left;
  }
}
