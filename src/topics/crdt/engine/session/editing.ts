import { type Doc, type Id, type Insert, indexOf } from '../algorithm.ts';
import { deleteElement, insertAfter, type Network } from '../replica.ts';
import { graphemes } from '../script.ts';
import { partOf } from './merge.ts';
import { copyOf, elementBy, idOf, leftOf, rankOf } from './places.ts';
import type {
  Anchor,
  Edited,
  Merging,
  Part,
  Ref,
  SessionAction,
  SessionEvent,
  SessionState,
} from './types.ts';

export type Edit = Extract<SessionAction, { type: 'edit' }>;

interface Stepped {
  readonly state: SessionState;
  readonly events: readonly SessionEvent[];
}

/** Deletes what is selected, and types a text in its place, in every algorithm. */
export function edit(state: SessionState, action: Edit): Stepped {
  const { author, remove, text } = action;
  const { doc } = copyOf(state, 0, author);
  const removed = remove.map((ref) => elementBy(doc, idOf(state, ref))?.value ?? '').join('');
  const { state: edited, done } = apply(state, action);
  return {
    state: told(
      { ...edited, edits: [...state.edits, done], history: [...state.history, action] },
      author,
    ),
    events: [{ kind: 'edit', author, text, removed, undo: false }],
  };
}

/** What an author types reaches those who are connected, if the author is. */
function told(state: SessionState, author: number): SessionState {
  if (!state.online[author]) return state;
  const others = state.online.flatMap((is, other) =>
    is && other !== author ? [[author, other] as const] : [],
  );
  return { ...state, queue: [...state.queue.filter(([from]) => from !== author), ...others] };
}

function apply(state: SessionState, { author, at, remove, text }: Edit) {
  const r = rankOf(state, author);
  const counter = copyOf(state, 0, author).seen[r]!;
  const letters = graphemes(text);
  const parts: Part[] = [];
  const networks = state.networks.map((network, algorithm) => {
    // Before anything is deleted, which may be what it is anchored to.
    const after = leftOf(state, copyOf(state, algorithm, author).doc, at) ?? null;
    let edited = remove.reduce(
      (before, ref) => deleteElement(before, r, idOf(state, ref)),
      network,
    );
    let left = visibleAt(edited.replicas[r]!.doc, after);
    for (const value of letters) {
      const { doc } = edited.replicas[r]!;
      edited = insertAfter(edited, r, left, value);
      const insert = lastOf(edited, r);
      const placed = network.algorithm.place(doc, left).steps;
      if (letters.length === 1) {
        const { detail } = state.config;
        // Only the finest grain looks at how an author’s own letter finds its place.
        parts.push(
          partOf(network.algorithm, doc, insert, detail === 'steps' ? detail : 'letters', placed),
        );
      }
      left = insert.id;
    }
    return edited;
  });
  const first = counter + remove.length + 1;
  const done: Edited = {
    author,
    inserted: letters.map((_, i): Ref => [author, first + i]),
    removed: remove,
  };
  const merging: Merging | null =
    parts.length > 0
      ? mergingOf(
          author,
          author,
          { replica: r, counter: first },
          letters[0]!,
          parts,
          state.config.featured,
        )
      : null;
  return { state: { ...state, networks, merging, copy: author }, done };
}

/** A letter may be deleted in the same edit as another is typed behind it. */
function visibleAt(doc: Doc, id: Id | null): Id | null {
  let index = id === null ? -1 : indexOf(doc, id);
  while (index >= 0 && doc[index]!.deleted) index -= 1;
  return doc[index]?.id ?? null;
}

function lastOf(network: Network, r: number): Insert {
  return network.replicas[r]!.log.at(-1)!.operation as Insert;
}

/** A merge at its first beat, which lasts until its longest part is done. */
export function mergingOf(
  from: number,
  to: number,
  id: Id,
  value: string,
  parts: readonly Part[],
  featured: number,
): Merging {
  const of = Math.max(...parts.slice(0, featured).map(({ beats }) => beats.length));
  return { from, to, id, value, parts, of, at: 0 };
}

/** Deletes what the edit inserted, and types again what it deleted, where it was. */
export function undo(state: SessionState, author: number): Stepped {
  const index = state.edits.findLastIndex((done) => done.author === author);
  const last = state.edits[index]!;
  const { doc } = copyOf(state, 0, author);
  const shown = (ref: Ref) => elementBy(doc, idOf(state, ref))?.deleted === false;
  const gone = (ref: Ref) => elementBy(doc, idOf(state, ref))!.value;
  const at: Anchor = last.removed[0]
    ? { of: last.removed[0], side: 'after' }
    : { of: last.inserted[0] ?? null, side: 'before' };
  const back: Edit = {
    type: 'edit',
    author,
    at,
    remove: last.inserted.filter(shown),
    text: last.removed.map(gone).join(''),
  };
  const { state: undone } = apply(state, back);
  return {
    state: told(
      { ...undone, edits: state.edits.toSpliced(index, 1), history: [...state.history, back] },
      author,
    ),
    events: [
      {
        kind: 'edit',
        author,
        text: back.text,
        removed: back.remove.map(gone).join(''),
        undo: true,
      },
    ],
  };
}
