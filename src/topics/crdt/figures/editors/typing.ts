import { visible } from '../../engine/algorithm.ts';
import { graphemes } from '../../engine/script.ts';
import { anchorAt, copyOf, refOf } from '../../engine/session/places.ts';
import type { SessionAction, SessionState } from '../../engine/session/types.ts';

/** What changed in a field: where, in graphemes, how many went, and what came. */
export interface Change {
  readonly at: number;
  readonly removed: number;
  readonly text: string;
}

/**
 * The change between two texts. `caret`, in code units of the second, tells apart what the texts
 * alone do not: of two equal letters the one before the caret was typed.
 */
export function changeBetween(before: string, after: string, caret: number): Change | null {
  if (before === after) return null;
  const [old, now] = [graphemes(before), graphemes(after)];
  const typedTo = graphemes(after.slice(0, caret)).length;
  const behind = Math.min(now.length - typedTo, old.length);
  let end = 0;
  while (end < behind && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  let start = 0;
  const most = Math.min(old.length, now.length) - end;
  while (start < most && old[start] === now[start]) start += 1;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) {
    end += 1;
  }
  return {
    at: start,
    removed: old.length - start - end,
    text: now.slice(start, now.length - end).join(''),
  };
}

/** The edit that a change is, in the text that an author sees in one of the algorithms. */
export function editOf(
  state: SessionState,
  pane: number,
  author: number,
  { at, removed, text }: Change,
): SessionAction {
  const shown = visible(copyOf(state, pane, author).doc);
  return {
    type: 'edit',
    author,
    at: anchorAt(state, pane, author, at),
    remove: shown.slice(at, at + removed).map(({ id }) => refOf(state, id)),
    text,
  };
}

/** Where the caret belongs after a change, in code units. */
export function caretAfter(before: string, { at, text }: Change): number {
  return graphemes(before).slice(0, at).join('').length + text.length;
}
