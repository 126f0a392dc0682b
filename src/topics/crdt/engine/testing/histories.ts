import { drawInt, type RandomState, seedRandom } from '../../../../lab/random.ts';

/** A seeded generator that one may simply ask; for tests, which keep no frames. */
export class Dice {
  #state: RandomState;

  constructor(seed: number) {
    this.#state = seedRandom(seed);
  }

  /** From `low` to `high`, both included. */
  roll(low: number, high: number): number {
    const [value, next] = drawInt(this.#state, low, high);
    this.#state = next;
    return value;
  }

  /** True so many times in a hundred. */
  chance(percent: number): boolean {
    return this.roll(1, 100) <= percent;
  }

  other(replicas: number, than: number): number {
    return (than + this.roll(1, replicas - 1)) % replicas;
  }
}

/** Anything that several people can type into: an engine of ours, or a library. */
export interface Editors {
  insert(r: number, at: number, value: string): void;
  erase(r: number, at: number): void;
  /** One way, everything. */
  send(from: number, to: number): void;
  text(r: number): string;
  /** Frees what a library holds outside of JavaScript. */
  close(): void;
}

/** One thing that somebody does. `place` is taken modulo the places that there are. */
export type Move =
  | { readonly kind: 'insert'; readonly r: number; readonly place: number }
  | { readonly kind: 'erase'; readonly r: number; readonly place: number }
  | { readonly kind: 'send'; readonly from: number; readonly to: number };

export interface History {
  readonly replicas: number;
  readonly moves: readonly Move[];
}

export interface Mix {
  readonly replicas: number;
  readonly deletes: boolean;
}

/** Anything goes; letters fall close together, so that they meet. */
export function randomHistory(seed: number, { replicas, deletes }: Mix): History {
  const dice = new Dice(seed);
  const moves: Move[] = [];
  const count = dice.roll(5, 13);
  while (moves.length < count) {
    const r = dice.roll(0, replicas - 1);
    if (dice.chance(35)) moves.push({ kind: 'send', from: r, to: dice.other(replicas, r) });
    else if (deletes && dice.chance(30)) moves.push({ kind: 'erase', r, place: dice.roll(0, 9) });
    else
      moves.push({ kind: 'insert', r, place: dice.chance(60) ? dice.roll(0, 2) : dice.roll(0, 9) });
  }
  return { replicas, moves };
}

/** Letters typed in front of each other at several replicas, which YATA may interleave. */
export function prependedHistory(seed: number, { replicas, deletes }: Mix): History {
  const dice = new Dice(seed);
  const moves: Move[] = [];
  const count = dice.roll(5, 11);
  while (moves.length < count) {
    const r = dice.roll(0, replicas - 1);
    if (dice.chance(30)) moves.push({ kind: 'send', from: r, to: dice.other(replicas, r) });
    else if (deletes && dice.chance(20)) moves.push({ kind: 'erase', r, place: dice.roll(0, 2) });
    else moves.push({ kind: 'insert', r, place: dice.chance(90) ? 0 : 1 });
  }
  return { replicas, moves };
}

/** A word that all have, edited by all: what is typed meets what is deleted. */
export function editedWordHistory(seed: number, { replicas, deletes }: Mix): History {
  const dice = new Dice(seed);
  const moves: Move[] = [];
  for (let place = 0; place < 4; place++) moves.push({ kind: 'insert', r: 0, place });
  for (let to = 1; to < replicas; to++) moves.push({ kind: 'send', from: 0, to });
  for (let i = dice.roll(4, 8); i > 0; i--) {
    const r = dice.roll(0, replicas - 1);
    if (dice.chance(25)) moves.push({ kind: 'send', from: r, to: dice.other(replicas, r) });
    else if (deletes && dice.chance(50)) moves.push({ kind: 'erase', r, place: dice.roll(0, 5) });
    else moves.push({ kind: 'insert', r, place: dice.roll(1, 5) });
  }
  return { replicas, moves };
}

/**
 * Around Figure 7: everybody types a letter alone. Then all hear of the first
 * letter and of some of the others, and type between the first and whatever
 * comes next for them; so right siblings with different right origins meet.
 */
export function figure7History(seed: number, { replicas, deletes }: Mix): History {
  const dice = new Dice(seed);
  const moves: Move[] = [];
  const everybody = Array.from({ length: replicas }, (_, r) => r);
  for (const r of everybody) if (dice.chance(90)) moves.push({ kind: 'insert', r, place: 0 });
  for (const to of everybody.toReversed()) {
    if (to > 0) moves.push({ kind: 'send', from: 0, to });
    const from = dice.other(replicas, to);
    if (from > 0 && dice.chance(70)) moves.push({ kind: 'send', from, to });
  }
  for (const r of everybody) {
    if (deletes && dice.chance(20)) moves.push({ kind: 'erase', r, place: dice.roll(0, 2) });
    if (dice.chance(80)) moves.push({ kind: 'insert', r, place: dice.chance(80) ? 1 : 0 });
    if (dice.chance(20)) moves.push({ kind: 'insert', r, place: dice.roll(1, 2) });
  }
  return { replicas, moves };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Plays one history on two sets of editors, and says in words where they first differ. */
export function firstDifference(history: History, ours: Editors, theirs: Editors): string | null {
  const { replicas, moves } = history;
  let typed = 0;
  const differ = (r: number, when: string) => {
    const [a, b] = [ours.text(r), theirs.text(r)];
    return a === b ? null : `${when}, replica ${r} shows “${a}” against “${b}”`;
  };
  for (const [i, move] of moves.entries()) {
    if (move.kind === 'send') {
      for (const editors of [ours, theirs]) editors.send(move.from, move.to);
      const difference = differ(move.to, `after move ${i + 1}`);
      if (difference) return difference;
      continue;
    }
    const { length } = ours.text(move.r);
    if (move.kind === 'insert') {
      const at = move.place % (length + 1);
      for (const editors of [ours, theirs]) editors.insert(move.r, at, LETTERS[typed]!);
      typed += 1;
    } else if (length > 0) {
      for (const editors of [ours, theirs]) editors.erase(move.r, move.place % length);
    }
  }
  const last = replicas - 1;
  for (const editors of [ours, theirs]) {
    for (let r = 0; r < last; r++) editors.send(r, last);
  }
  const difference = differ(last, 'in the end');
  if (difference) return difference;
  for (let r = 0; r < last; r++) {
    ours.send(last, r);
    if (ours.text(r) !== ours.text(last)) return `replicas ${r} and ${last} do not agree`;
  }
  return null;
}
