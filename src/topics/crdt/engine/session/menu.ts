import { visible } from '../algorithm.ts';
import { explain } from './legal.ts';
import { copyOf, pending, refOf } from './places.ts';
import type { Ref, SessionAction, SessionState } from './types.ts';

/** What could be done here: a menu, since one can type anything. */
export function enabled(state: SessionState): readonly SessionAction[] {
  const { merging } = state;
  if (merging && merging.at < merging.of - 1) return [{ type: 'next' }];
  const authors = state.config.authors.map((_, author) => author);
  return [
    ...authors.flatMap((author) => deletions(state, author)),
    ...authors.flatMap((author): readonly SessionAction[] =>
      state.edits.some((edit) => edit.author === author) ? [{ type: 'undo', author }] : [],
    ),
    ...syncs(state, authors),
    ...pairs(state).flatMap(([from, to]) => sendings(state, from, to)),
    ...orders(state),
    ...authors.map(
      (author): SessionAction => ({ type: 'online', author, online: !state.online[author] }),
    ),
  ];
}

/** The first and the last letter of an author’s text. */
function deletions(state: SessionState, author: number): readonly SessionAction[] {
  const shown = visible(copyOf(state, 0, author).doc);
  const ends = shown.length > 1 ? [shown[0]!, shown.at(-1)!] : shown;
  return ends.map(({ id }): SessionAction => {
    const ref: Ref = refOf(state, id);
    return { type: 'edit', author, at: { of: ref, side: 'before' }, remove: [ref], text: '' };
  });
}

function syncs(state: SessionState, between: readonly number[]): readonly SessionAction[] {
  const action: SessionAction = { type: 'sync', between };
  return explain(state, action) === null ? [action] : [];
}

function pairs({ config }: SessionState): readonly (readonly [number, number])[] {
  const authors = config.authors.map((_, author) => author);
  return authors.flatMap((from) =>
    authors.flatMap((to) => (from === to ? [] : [[from, to] as const])),
  );
}

function sendings(state: SessionState, from: number, to: number): readonly SessionAction[] {
  const waiting = pending(state, from, to);
  if (waiting.length === 0) return [];
  const last = refOf(state, waiting.at(-1)!.operation.id);
  return [
    { type: 'send', from, to },
    { type: 'deliver', from, to },
    // The last one first: it has to wait for the others.
    ...(waiting.length > 1 ? [{ type: 'deliver' as const, from, to, which: last }] : []),
  ];
}

/** Every pair of neighbouring ids swapped. */
function orders({ order }: SessionState): readonly SessionAction[] {
  return order.slice(1).map((author, i): SessionAction => {
    const swapped = order.with(i, author).with(i + 1, order[i]!);
    return { type: 'order', order: swapped };
  });
}
