import { type Doc, type Element, type Id, type Operation, sameId, visible } from '../algorithm.ts';
import { ALGORITHMS } from '../plain/index.ts';
import { type Message, missing, type Replica } from '../replica.ts';
import type { AlgorithmId, Anchor, Ref, SessionState } from './types.ts';

export function algorithmOf(id: AlgorithmId) {
  const algorithm = ALGORITHMS.find((a) => a.id === id);
  if (!algorithm) throw new RangeError(`There is no algorithm ${id}.`);
  return algorithm;
}

/** The author’s rank among the ids: the number of its replica. */
export const rankOf = ({ order }: Pick<SessionState, 'order'>, author: number): number =>
  order.indexOf(author);

export const idOf = (state: Pick<SessionState, 'order'>, [author, counter]: Ref): Id => ({
  replica: rankOf(state, author),
  counter,
});

export const refOf = ({ order }: Pick<SessionState, 'order'>, id: Id): Ref => [
  order[id.replica]!,
  id.counter,
];

/** An author’s copy in one of the algorithms. */
export function copyOf(state: SessionState, algorithm: number, author: number): Replica {
  return state.networks[algorithm]!.replicas[rankOf(state, author)]!;
}

export function elementBy(doc: Doc, id: Id): Element | undefined {
  return doc.find((element) => sameId(element.id, id));
}

/** The visible element that a letter is typed behind; `null` at the start. Undefined if the anchor is not there. */
export function leftOf(state: SessionState, doc: Doc, { of, side }: Anchor): Id | null | undefined {
  let index = side === 'after' ? -1 : doc.length - 1;
  if (of) {
    const id = idOf(state, of);
    const found = doc.findIndex((element) => sameId(element.id, id));
    if (found < 0) return undefined;
    index = side === 'after' ? found : found - 1;
  }
  while (index >= 0 && doc[index]!.deleted) index -= 1;
  return doc[index]?.id ?? null;
}

/** An anchor for an index among the visible letters: on the side that the author was typing on. */
export function anchorAt(
  state: SessionState,
  algorithm: number,
  author: number,
  at: number,
): Anchor {
  const shown = visible(copyOf(state, algorithm, author).doc);
  const last = state.edits.findLast((edit) => edit.author === author)?.inserted[0];
  const next = shown[at];
  if (next && last && sameId(next.id, idOf(state, last))) return { of: last, side: 'before' };
  const previous = shown[at - 1];
  return { of: previous ? refOf(state, previous.id) : null, side: 'after' };
}

/** What one author has and another has not, in the order in which the first got it. */
export function pending(state: SessionState, from: number, to: number): readonly Message[] {
  return missing(state.networks[0]!, rankOf(state, from), rankOf(state, to));
}

/** An operation that an author has, by its ref. */
export function messageOf(
  state: SessionState,
  algorithm: number,
  author: number,
  ref: Ref,
): Message | undefined {
  const id = idOf(state, ref);
  return copyOf(state, algorithm, author).log.find(({ operation }) => sameId(operation.id, id));
}

/** The letter that an operation is about. */
export function letterOf(doc: Doc, operation: Operation): string {
  return operation.kind === 'insert'
    ? operation.value
    : (elementBy(doc, operation.target)?.value ?? '');
}
