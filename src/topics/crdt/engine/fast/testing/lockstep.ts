import { type Algorithm, type Element, keyOf } from '../../algorithm.ts';
import { begin, deleteAt, deliver, missing, type Network } from '../../replica.ts';
import { typeForward } from '../../script.ts';
import { Dice, type History } from '../../testing/histories.ts';

/** What several people do, in words and ranges. `place` is taken modulo the places there are. */
export type Deed =
  | { readonly kind: 'insert'; readonly r: number; readonly place: number; readonly text: string }
  | { readonly kind: 'erase'; readonly r: number; readonly place: number; readonly count: number }
  /** One way; so many operations, or all. */
  | { readonly kind: 'send'; readonly from: number; readonly to: number; readonly most?: number };

/** The same text at several replicas, which shows every letter that it has. */
export interface Copies {
  insert(r: number, at: number, text: string): void;
  erase(r: number, at: number, count: number): void;
  send(from: number, to: number, most?: number): void;
  length(r: number): number;
  /** Every letter in list order, tombstones too, and then the clock. */
  letters(r: number): readonly string[];
}

type Letter = Omit<Element, 'rightOrigin'>;

/** A letter with everything that all engines have to agree on. */
function shown({ id, time, value, parent, side, leftOrigin, deleted }: Letter): string {
  const of = `${keyOf(id)}@${time} ${side} of ${keyOf(parent)} behind ${keyOf(leftOrigin)}`;
  return `${value}${deleted ? '†' : ''} ${of}`;
}

/** The plain engine itself, in which nothing is ever changed in place. */
export function plainCopies(algorithm: Algorithm, replicas: number): Copies {
  let network: Network = begin(algorithm, replicas);
  const docOf = (r: number) => network.replicas[r]!.doc;
  return {
    insert(r, at, text) {
      network = typeForward(network, r, at, text);
    },
    erase(r, at, count) {
      for (let i = 0; i < count; i++) network = deleteAt(network, r, at);
    },
    send(from, to, most = Number.POSITIVE_INFINITY) {
      for (const message of missing(network, from, to).slice(0, most)) {
        network = deliver(network, to, message);
      }
    },
    length: (r) => docOf(r).filter(({ deleted }) => !deleted).length,
    letters: (r) => [...docOf(r).map(shown), `clock ${network.replicas[r]!.clock}`],
  };
}

/** A text that changes in place. */
export interface LiveText<Operation> {
  readonly length: number;
  readonly clock: number;
  insert(at: number, text: string): void;
  delete(at: number, count: number): void;
  apply(operation: Operation): string;
  elements(): Iterable<Letter>;
}

type MakeText<Operation> = (r: number, send: (operation: Operation) => void) => LiveText<Operation>;

/** Texts that hold on to all operations. `check` is called after everything that happens to one. */
export function liveCopies<Operation>(
  replicas: number,
  make: MakeText<Operation>,
  check?: (r: number) => void,
): Copies {
  const logs = Array.from({ length: replicas }, (): Operation[] => []);
  const texts = logs.map((log, r) => make(r, (operation) => log.push(operation)));
  return {
    insert(r, at, text) {
      texts[r]!.insert(at, text);
      check?.(r);
    },
    erase(r, at, count) {
      texts[r]!.delete(at, count);
      check?.(r);
    },
    send(from, to, most = Number.POSITIVE_INFINITY) {
      let rest = most;
      for (const operation of logs[from]!) {
        if (rest === 0) return;
        const delivery = texts[to]!.apply(operation);
        if (delivery === 'early') throw new Error(`Replica ${from} sent something early.`);
        if (delivery === 'duplicate') continue;
        logs[to]!.push(operation);
        rest -= 1;
        check?.(to);
      }
    },
    length: (r) => texts[r]!.length,
    letters: (r) => [...Array.from(texts[r]!.elements(), shown), `clock ${texts[r]!.clock}`],
  };
}

/** A history of single letters; some sendings stop on the way, and everybody hears of everything in the end. */
export function deedsOf({ moves, replicas }: History): readonly Deed[] {
  const deeds = moves.map((move, i): Deed => {
    if (move.kind === 'insert') return { ...move, text: String.fromCodePoint(0x61 + (i % 26)) };
    if (move.kind === 'erase') return { ...move, count: 1 };
    return i % 3 === 0 ? move : { ...move, most: i % 3 };
  });
  return [...deeds, ...everybodyHears(replicas)];
}

function everybodyHears(replicas: number): readonly Deed[] {
  const last = replicas - 1;
  const others = Array.from({ length: last }, (_, r) => r);
  return [
    ...others.map((from): Deed => ({ kind: 'send', from, to: last })),
    ...others.map((to): Deed => ({ kind: 'send', from: last, to })),
  ];
}

/** People who type words forwards and backwards, correct them, and hear of each other. */
export function typingDeeds(seed: number, replicas: number, count: number): readonly Deed[] {
  const dice = new Dice(seed);
  const deeds: Deed[] = [];
  const cursors = new Array<number>(replicas).fill(0);
  while (deeds.length < count) {
    const r = dice.roll(0, replicas - 1);
    if (dice.chance(12)) {
      deeds.push({ kind: 'send', from: r, to: dice.other(replicas, r) });
      continue;
    }
    if (dice.chance(30)) cursors[r] = dice.roll(0, 400);
    const place = cursors[r]!;
    if (dice.chance(30)) {
      const back = dice.roll(0, 5);
      cursors[r] = Math.max(0, place - back);
      deeds.push({ kind: 'erase', r, place: cursors[r]!, count: dice.roll(1, 6) });
    } else {
      const text = Array.from({ length: dice.roll(1, 6) }, (_, i) =>
        dice.chance(5) ? '🧵' : String.fromCodePoint(0x61 + ((deeds.length + i) % 26)),
      ).join('');
      deeds.push({ kind: 'insert', r, place, text });
      // Who stays in front of what was typed types backwards.
      if (dice.chance(80)) cursors[r] = place + [...text].length;
    }
  }
  return [...deeds, ...everybodyHears(replicas)];
}

/** In longer histories the copies are compared only where something arrives. */
const SHORT = 100;

/** Does the same to both, and says in words where they first differ. */
export function firstDifference(deeds: readonly Deed[], ours: Copies, theirs: Copies) {
  for (const [i, deed] of deeds.entries()) {
    const r = deed.kind === 'send' ? deed.to : deed.r;
    for (const copies of [ours, theirs]) {
      const length = copies.length(r);
      if (deed.kind === 'send') copies.send(deed.from, r, deed.most);
      else if (deed.kind === 'insert') copies.insert(r, deed.place % (length + 1), deed.text);
      else if (length > 0) {
        const at = deed.place % length;
        copies.erase(r, at, Math.min(deed.count, length - at));
      }
    }
    if (deeds.length > SHORT && deed.kind !== 'send') continue;
    const [a, b] = [ours.letters(r), theirs.letters(r)];
    const where = a.findIndex((letter, at) => letter !== b[at]);
    if (where < 0 && a.length === b.length) continue;
    return `after deed ${i + 1}, replica ${r} has “${a[where]}” against “${b[where]}” at ${where}`;
  }
  return null;
}
