import { type Doc, type Element, type Id, keyOf, visible } from './algorithm.ts';
import type { Message } from './replica.ts';

export interface Switches {
  /** Neighbours by different authors. */
  readonly switches: number;
  /** As many as it takes for every author to have one block. */
  readonly unavoidable: number;
  /** As many as these letters could be shuffled into. */
  readonly most: number;
  /** From 0, blocks, to 1, as shuffled as can be. */
  readonly score: number;
}

/** Counts where the author changes, among letters in the order of the text. */
export function authorSwitches(letters: readonly Element[]): Switches {
  const counts = new Map<number, number>();
  let switches = 0;
  for (const [i, { id }] of letters.entries()) {
    counts.set(id.replica, (counts.get(id.replica) ?? 0) + 1);
    if (i > 0 && letters[i - 1]!.id.replica !== id.replica) switches += 1;
  }
  const unavoidable = Math.max(0, counts.size - 1);
  // Every letter that is not of the commonest author can break that author's block once.
  const others = letters.length - Math.max(0, ...counts.values());
  const most = Math.max(0, Math.min(letters.length - 1, 2 * others));
  const score = most === unavoidable ? 0 : (switches - unavoidable) / (most - unavoidable);
  return { switches, unavoidable, most, score };
}

/** The visible letters that somebody else typed something beside, neither knowing of the other. */
export function concurrentLetters(doc: Doc, log: readonly Message[]): readonly Element[] {
  const inserts = log.filter(({ operation }) => operation.kind === 'insert');
  const knows = (a: Message, { replica, counter }: Id) => a.after[replica]! >= counter;
  const contested = new Set<string>();
  for (const a of inserts) {
    const { id } = a.operation;
    const meets = inserts.some(
      (b) => b.operation.id.replica !== id.replica && !knows(a, b.operation.id) && !knows(b, id),
    );
    if (meets) contested.add(keyOf(id));
  }
  return visible(doc).filter(({ id }) => contested.has(keyOf(id)));
}
