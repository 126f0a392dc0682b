import { copyOf, elementBy } from '../engine/session/places.ts';
import { stepWords } from '../engine/session/step-words.ts';
import type { SessionState } from '../engine/session/types.ts';
import { idName } from '../engine/session/words.ts';

export interface StepLine {
  readonly head: string;
  readonly words: string;
  readonly when: 'done' | 'now' | 'to come';
}

const HEADS = {
  'left-origin': 'Find the left origin',
  'right-origin': 'Find the right origin',
  'choose-side': 'Choose a side',
  attach: 'Attach',
  compare: 'Compare',
  settle: 'Settle',
  traverse: 'Traverse',
} as const;

/** The steps of the merge that is going on, what is to come without its outcome. */
export function stepLines(state: SessionState): readonly StepLine[] {
  const { merging } = state;
  if (!merging) return [];
  const part = merging.parts[0]!;
  const { algorithm } = state.networks[0]!;
  const { doc } = copyOf(state, 0, merging.to);
  const insert = elementBy(doc, merging.id)!;
  const nameOf = (id: Parameters<typeof idName>[1]) => idName(state, id);
  let compared = 0;
  return part.beats.map((index, beat): StepLine => {
    const step = part.steps[index]!;
    if (step.kind === 'compare') compared += 1;
    const head = step.kind === 'compare' ? `Compare with sibling ${compared}` : HEADS[step.kind];
    const words = stepWords({ algorithm, insert, doc, step, nameOf });
    const when = beat < merging.at ? 'done' : beat === merging.at ? 'now' : 'to come';
    return { head, words, when };
  });
}
