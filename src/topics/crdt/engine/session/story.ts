import { textOf, visible } from '../algorithm.ts';
import { type At, graphemes, type Script, type ScriptStep } from '../script.ts';
import { anchorAt, copyOf, pending, refOf } from './places.ts';
import type { SessionAction, SessionState } from './types.ts';

/** One keystroke of a story, or one thing that is sent. */
type Unit =
  | { readonly kind: 'letter'; readonly author: string; readonly at: At; readonly value: string }
  /** Behind the letter that the author typed last. */
  | { readonly kind: 'behind'; readonly author: string; readonly value: string }
  | { readonly kind: 'delete'; readonly author: string; readonly at: At }
  | { readonly kind: 'send'; readonly between: readonly [string, string] }
  | { readonly kind: 'sync'; readonly between: readonly [string, string] };

function unitsOf(step: ScriptStep): readonly Unit[] {
  if ('send' in step) return [{ kind: 'send', between: step.send }];
  if ('sync' in step) return [{ kind: 'sync', between: step.sync }];
  const { replica: author, at } = step;
  if ('delete' in step) {
    return Array.from({ length: step.delete }, () => ({ kind: 'delete', author, at }));
  }
  if ('type' in step) {
    const letters = graphemes(step.type).toReversed();
    return letters.map((value) => ({ kind: 'letter', author, at, value }));
  }
  return graphemes(step.insert).map((value, i) =>
    i === 0 ? { kind: 'letter', author, at, value } : { kind: 'behind', author, value },
  );
}

/** Without what would send nothing: counted by what each has seen, no text is needed for that. */
function effective(units: readonly Unit[], names: readonly string[]): readonly Unit[] {
  const seen = names.map(() => names.map(() => 0));
  const give = (from: number, to: number): boolean => {
    const before = `${seen[to]}`;
    seen[to] = seen[to]!.map((count, i) => Math.max(count, seen[from]![i]!));
    return before !== `${seen[to]}`;
  };
  return units.filter((unit) => {
    if (unit.kind === 'send' || unit.kind === 'sync') {
      const [a, b] = unit.between.map((name) => names.indexOf(name)) as [number, number];
      const forth = give(a, b);
      return (unit.kind === 'sync' && give(b, a)) || forth;
    }
    const author = names.indexOf(unit.author);
    seen[author]![author]! += 1;
    return true;
  });
}

/**
 * A story’s course: the next step of a merge, then the rest of what is being sent, then
 * the next keystroke. After a what-if the reader types, and what is sent still arrives.
 */
export function courseOf(script: Script, after: readonly SessionAction[] = []) {
  const units = effective(script.steps.flatMap(unitsOf), script.replicas);
  return (state: SessionState, { deviated }: { readonly deviated: boolean }) => {
    const { merging, queue } = state;
    if (merging && merging.at < merging.of - 1) return { type: 'next' } as const;
    const going = queue.find(([from, to]) => pending(state, from, to).length > 0);
    if (going) return { type: 'deliver', from: going[0], to: going[1] } as const;
    if (deviated) return null;
    const unit = units[state.moves];
    return unit ? actionOf(state, unit) : (after[state.moves - units.length] ?? null);
  };
}

function actionOf(state: SessionState, unit: Unit): SessionAction {
  const placeOf = (name: string) => state.config.authors.indexOf(name);
  if (unit.kind === 'send') {
    return { type: 'send', from: placeOf(unit.between[0]), to: placeOf(unit.between[1]) };
  }
  if (unit.kind === 'sync') {
    return { type: 'sync', between: [placeOf(unit.between[0]), placeOf(unit.between[1])] };
  }
  const author = placeOf(unit.author);
  const typed = { type: 'edit', author, remove: [], text: '' } as const;
  if (unit.kind === 'behind') {
    const last = state.edits.findLast((edit) => edit.author === author)!.inserted.at(-1)!;
    return { ...typed, at: { of: last, side: 'after' }, text: unit.value };
  }
  const at = indexIn(textOf(copyOf(state, 0, author).doc), unit.at);
  if (unit.kind === 'letter') {
    return { ...typed, at: anchorAt(state, 0, author, at), text: unit.value };
  }
  const ref = refOf(state, visible(copyOf(state, 0, author).doc)[at]!.id);
  return { ...typed, at: { of: ref, side: 'before' }, remove: [ref] };
}

function indexIn(text: string, at: At): number {
  if (typeof at === 'number') return at;
  return graphemes(text.slice(0, text.indexOf(at.after) + at.after.length)).length;
}
