import { tick } from 'svelte';
import type { StagePlay } from '../../../../player/stage.ts';
import { visible } from '../../engine/algorithm.ts';
import { graphemes } from '../../engine/script.ts';
import { anchorAt, copyOf, refOf } from '../../engine/session/places.ts';
import type { SessionAction, SessionState } from '../../engine/session/types.ts';
import type { CardView } from './editors-view.ts';

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

/** A field as an input left it. The caret is in code units. */
export interface Typed {
  /** Of the field. */
  readonly i: number;
  readonly value: string;
  readonly caret: number;
}

/** What an input is taken into: as it is then. */
interface Desk {
  readonly field: HTMLTextAreaElement;
  readonly card: CardView;
  readonly session: SessionState;
  /** The algorithm whose texts the fields show. */
  readonly pane: number;
  readonly play: StagePlay;
}

/**
 * Turns inputs into edits, one after another in the order in which they came. What is taken
 * leaves the list; nothing but `tick` is awaited, so that no key comes in between.
 */
export function taker(typed: Typed[], desk: (i: number) => Desk): () => Promise<void> {
  let busy = false;
  return async () => {
    if (busy) return;
    busy = true;
    for (let next = typed.shift(); next; next = typed.shift()) {
      const { field, play } = desk(next.i);
      const caret = await takeOne(next, desk);
      // What was typed after a refused edit was typed into a text that is not there.
      if (play.refused) typed.length = 0;
      const { text } = desk(next.i).card;
      if (typed.some(({ i }) => i === next.i)) continue;
      // What came out as it was typed has the caret where its author left it, or has moved it since.
      if (text === next.value && field.value === text) continue;
      field.value = text;
      if (caret !== null) field.setSelectionRange(caret, caret);
    }
    busy = false;
  };
}

/** Where the caret belongs after it, in code units; null where nothing was changed. */
async function takeOne(
  { i, value, caret }: Typed,
  desk: (i: number) => Desk,
): Promise<number | null> {
  const { card, session, pane, play } = desk(i);
  const { text, author, online } = card;
  const change = changeBetween(text, value, caret);
  if (!change) return null;
  play.act(editOf(session, pane, author.place, change));
  // To those who are online it goes at once, so that typing goes on where it ends.
  if (online) play.run('end');
  await tick();
  return play.refused ? text.length : caretAfter(text, change);
}
