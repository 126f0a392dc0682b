import { keyOf } from '../engine/algorithm.ts';
import { inFlight, stepAt } from '../engine/session/merge.ts';
import { copyOf, elementBy } from '../engine/session/places.ts';
import { compareWords } from '../engine/session/step-words.ts';
import type { Part, SessionState } from '../engine/session/types.ts';
import { idName } from '../engine/session/words.ts';
import { concurrentLetters } from '../engine/switches.ts';
import { authorsByReplica } from './editors/editors-view.ts';
import { NO_MARKS, type TreeOptions, type TreeView, treeView } from './tree/tree-view.ts';

/** What a frame shows of one algorithm: whoever’s copy the frame is about. */
export function panelView(
  state: SessionState,
  algorithm: number,
  lit: string | null,
  options: TreeOptions = {},
  cursor: number | null = null,
): TreeView {
  const { algorithm: rules } = state.networks[algorithm]!;
  const authors = authorsByReplica(state);
  const { doc, log } = copyOf(state, algorithm, state.copy);
  const plain = { ...NO_MARKS, lit, switches: true };
  const scored = concurrentLetters(doc, log);
  const { merging } = state;
  const part = merging?.to === state.copy ? merging.parts[algorithm] : undefined;
  if (!merging || !part) return treeView(rules.id, doc, authors, plain, { ...options, scored });
  const insert = elementBy(doc, merging.id)!;
  const shown = docAt(
    part,
    merging.at,
    inFlight(part, { ...insert, kind: 'insert' }, merging.at),
    doc,
  );
  const step = stepAt(part, merging.at);
  const going = merging.at < part.beats.length;
  const compared = step.kind === 'compare' && going ? step : null;
  const origin = (step.kind === 'left-origin' || step.kind === 'right-origin') && step.id;
  const rule = compared
    ? compareWords(
        { algorithm: rules, insert, doc, step, nameOf: (id) => idName(state, id) },
        compared,
      ).map((line) => line.replaceAll(/[“”]/g, ''))
    : [];
  return treeView(
    rules.id,
    shown,
    authors,
    {
      ...plain,
      lit: origin ? keyOf(origin) : lit,
      active: keyOf(merging.id),
      compared: compared ? keyOf(compared.with) : null,
      rule,
      cursor: step.kind === 'traverse' && going ? cursor : null,
    },
    { ...options, scored },
  );
}

/** Until it is attached the letter is in no tree; then where the comparisons have brought it. */
function docAt(part: Part, beat: number, flying: Part['before'] | null, after: Part['before']) {
  const { kind } = stepAt(part, beat);
  if (flying && beat < part.beats.length) {
    const last = stepAt(part, beat);
    return last.kind === 'compare' && last.outcome === 'before' ? after : flying;
  }
  return ['left-origin', 'right-origin', 'choose-side', 'attach'].includes(kind)
    ? part.before
    : after;
}
