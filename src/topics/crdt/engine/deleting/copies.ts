import {
  type Algorithm,
  type Element,
  type Id,
  type Insert,
  keyOf,
  sameId,
  visible,
} from '../algorithm.ts';
import { causalTree } from '../plain/index.ts';
import type { Message, Network, Replica } from '../replica.ts';
import { dropChildren, reattachToParent, reattachToRoot } from '../wrong-deletes.ts';
import type { DeleteRule, DeletingState, Jump } from './types.ts';

/** The rules in the order in which a reader meets them; the first is right. */
export const RULES: Readonly<Record<DeleteRule, Algorithm>> = {
  tombstone: causalTree,
  'drop-children': dropChildren,
  'reattach-to-root': reattachToRoot,
  'reattach-to-parent': reattachToParent,
};

export function networkOf({ rule, replicas }: DeletingState): Network {
  return { algorithm: RULES[rule], replicas };
}

/** An operation that anybody has seen. */
export function messageOf({ replicas }: DeletingState, id: Id): Message | null {
  for (const { log } of replicas) {
    const found = log.find(({ operation }) => sameId(operation.id, id));
    if (found) return found;
  }
  return null;
}

export function letterOf(state: DeletingState, id: Id): Insert {
  const operation = messageOf(state, id)?.operation;
  if (operation?.kind === 'insert') return operation;
  throw new Error(`No letter was typed as ${keyOf(id)}.`);
}

export function showing({ doc }: Replica, id: Id): boolean {
  return doc.some((element) => sameId(element.id, id) && !element.deleted);
}

export const hasSeen = ({ seen }: Replica, { replica, counter }: Id): boolean =>
  counter <= seen[replica]!;

/** Whether everything that an operation's author had seen is there. */
export const isReady = ({ seen }: Replica, { after }: Message): boolean =>
  after.every((count, r) => count <= seen[r]!);

/** What others have done and this copy has not seen, oldest first. */
export function missingAt({ replicas }: DeletingState, to: number): readonly Message[] {
  const found = new Map<string, Message>();
  for (const { log } of replicas) {
    for (const message of log) {
      const { id } = message.operation;
      if (!hasSeen(replicas[to]!, id)) found.set(keyOf(id), message);
    }
  }
  return [...found.values()].toSorted(
    (a, b) =>
      a.operation.time - b.operation.time || a.operation.id.replica - b.operation.id.replica,
  );
}

/** Letters that a copy has seen typed, has seen nobody delete, and does not show. */
export function lostAt({ doc, log }: Replica): readonly Id[] {
  const wanted = new Map<string, Id>();
  for (const { operation } of log) {
    if (operation.kind === 'insert') wanted.set(keyOf(operation.id), operation.id);
  }
  for (const { operation } of log) {
    if (operation.kind === 'delete') wanted.delete(keyOf(operation.target));
  }
  for (const { id } of visible(doc)) wanted.delete(keyOf(id));
  return [...wanted.values()];
}

/** The first two that have seen the same operations and do not show the same letters. */
export function apart({ replicas }: DeletingState): readonly [number, number] | null {
  const shown = replicas.map(({ doc }) =>
    visible(doc)
      .map(({ id }) => keyOf(id))
      .join(' '),
  );
  for (let a = 0; a < replicas.length; a++) {
    for (let b = a + 1; b < replicas.length; b++) {
      const same = String(replicas[a]!.seen) === String(replicas[b]!.seen);
      if (same && shown[a] !== shown[b]) return [a, b];
    }
  }
  return null;
}

/** Whether letters that were there before a deletion stand in another order after it. */
export function jumpIn(author: number, before: Replica, after: Replica, deleted: Id): Jump | null {
  const kept = new Set(visible(after.doc).map(({ id }) => keyOf(id)));
  const was = visible(before.doc).filter(({ id }) => kept.has(keyOf(id)));
  const there = new Set(was.map(({ id }) => keyOf(id)));
  const is = visible(after.doc).filter(({ id }) => there.has(keyOf(id)));
  if (is.every(({ id }, i) => sameId(id, was[i]!.id))) return null;
  const moved = replanted(was, after.doc);
  const letters = is.filter(({ id }) => moved.has(keyOf(id)));
  for (const { id } of letters) {
    for (const other of is) {
      if (moved.has(keyOf(other.id))) continue;
      const order = (list: readonly Element[]) =>
        list.findIndex((e) => sameId(e.id, id)) < list.findIndex((e) => sameId(e.id, other.id));
      if (order(is) !== order(was)) {
        const over = other.id;
        return { author, letters: letters.map((l) => l.id), over, before: order(is), deleted };
      }
    }
  }
  throw new Error(`Letters of replica ${author} have changed places without another parent.`);
}

/** Those that hang elsewhere now, and what hangs on them. */
function replanted(was: readonly Element[], doc: readonly Element[]): ReadonlySet<string> {
  const parents = new Map(was.map(({ id, parent }) => [keyOf(id), keyOf(parent)]));
  const moved = new Set<string>();
  // In preorder a parent comes before its children.
  for (const { id, parent } of doc) {
    const key = keyOf(id);
    const other = parents.has(key) && parents.get(key) !== keyOf(parent);
    if (other || moved.has(keyOf(parent))) moved.add(key);
  }
  return moved;
}
