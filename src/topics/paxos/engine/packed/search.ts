import { assertBoard } from '../spec/board.ts';
import { disagreement } from '../spec/invariants.ts';
import { specEngine } from '../spec/paxos.ts';
import type { Board, SpecAction, SpecState } from '../spec/types.ts';
import { derivedKernel } from './derived-kernel.ts';
import { type Emit, type Kernel, NO_VOTE, STORED } from './kernel.ts';
import { type Layout, layoutOf, pack, unpack } from './layout.ts';
import { FULL, SEEN, type SetLimits, StateSet } from './state-set.ts';
import { storedKernel } from './stored-kernel.ts';
import { type Canonicalise, canonicaliser } from './symmetry.ts';

export interface CheckOptions {
  /** Count states that differ in names of members and values as one. */
  readonly symmetry?: boolean;
  /** Whether to look for two chosen values; true unless told. */
  readonly agreement?: boolean;
  /** Distinct states at most. */
  readonly maxStates?: number;
  /** Bytes of typed arrays at most; `DEFAULT_MAX_BYTES` unless told. */
  readonly maxBytes?: number;
}

export interface CheckProgress {
  readonly distinct: number;
  /** The initial state and every successor, duplicates too, as TLC counts. */
  readonly generated: number;
  /** Levels begun, the initial state's included. */
  readonly depth: number;
  /** States found and not yet expanded; `null` where the search does not tell. */
  readonly queue: number | null;
}

export interface CheckResult {
  readonly distinct: number;
  readonly generated: number;
  /** Levels, the initial state's included, as TLC counts. */
  readonly depth: number;
  /** Distinct states first reached at each level. */
  readonly levels: readonly number[];
  /** False when a violation or a limit ended it. */
  readonly complete: boolean;
  /** Which limit ended it, and what was checked by then, in words. */
  readonly stopped: string | null;
  readonly violation: Violation | null;
}

export interface Violation {
  readonly invariant: string;
  readonly message: string;
  /** The shortest way there from the initial state. */
  readonly actions: readonly SpecAction[];
}

export const DEFAULT_MAX_BYTES = 2 ** 30;
const MOST_WORDS = 8;
const MOST_ACCEPTORS = 12;
/** Successors, and moved entries of the table, between two reports: some 2 ms of work. */
const SLICE = 4_000;

interface Packed {
  readonly kernel: Kernel;
  readonly layout: Layout;
}

/** How a board's states are packed, exactly; null where they are wider than 256 bits. */
export function packedForm(board: Board): Packed | null {
  if (board.acceptors > MOST_ACCEPTORS) return null;
  const kernel = STORED.includes(board.broken) ? storedKernel(board) : derivedKernel(board);
  const layout = layoutOf(kernel.widths);
  return layout && layout.words <= MOST_WORDS ? { kernel, layout } : null;
}

/**
 * Breadth-first search over every state of a board, with the counts of Paxos.tla. The
 * first violation found is a shortest one, and it is replayed on the plain engine,
 * which has to agree, move by move. Checks agreement alone: while rules are kept the
 * other invariants are the plain search's, and broken rules break them sooner. Where
 * it ends early, `generated` counts what was looked at. Throws a `RangeError` where
 * the board cannot be packed.
 */
export function* packedSearch(
  board: Board,
  options: CheckOptions = {},
): Generator<CheckProgress, CheckResult, void> {
  assertBoard(board);
  const form = packedForm(board);
  if (form === null) throw new RangeError('The states of such a board are too wide to be packed.');
  const search = new PackedSearch(board, form, options);
  let worked = 0;
  while (search.expandNext()) {
    if (search.work - worked < SLICE) continue;
    worked = search.work;
    yield search.progress();
  }
  return search.result();
}

class PackedSearch {
  readonly #board: Board;
  readonly #kernel: Kernel;
  readonly #layout: Layout;
  readonly #canonicalise: Canonicalise | null;
  readonly #agreement: boolean;
  readonly #limits: SetLimits;
  readonly #set: StateSet;
  /** The state being expanded, and one successor of it. */
  readonly #parts: Int32Array;
  readonly #changed: Int32Array;
  readonly #base: Int32Array;
  readonly #key: Int32Array;
  readonly #emit: Emit;
  readonly #levels = [1];
  #levelEnd = 1;
  #from = 0;
  #generated = 1;
  #looked = 0;
  #full = false;
  #violating = -1;

  constructor(board: Board, { kernel, layout }: Packed, options: CheckOptions) {
    this.#board = board;
    this.#kernel = kernel;
    this.#layout = layout;
    this.#canonicalise = options.symmetry ? canonicaliser(board, kernel) : null;
    this.#agreement = options.agreement ?? true;
    this.#limits = {
      maxStates: options.maxStates ?? Number.POSITIVE_INFINITY,
      maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    };
    this.#set = new StateSet(layout.words, this.#limits);
    this.#parts = new Int32Array(kernel.widths.length);
    this.#changed = new Int32Array(kernel.widths.length);
    this.#base = new Int32Array(layout.words);
    this.#key = new Int32Array(layout.words);
    this.#emit = (part, value, times, ballot) => this.#visit(part, value, times, ballot);
    kernel.encode(specEngine.init(board, 0), this.#parts);
    pack(layout, this.#parts, this.#key);
    this.#set.insert(this.#key, -1);
  }

  /** Successors looked up, and entries moved, so far. */
  get work(): number {
    return this.#looked + this.#set.moved;
  }

  /** Expands one state. False when nothing is left to do. */
  expandNext(): boolean {
    const set = this.#set;
    if (this.#from >= set.size || this.#full || this.#violating >= 0) return false;
    if (this.#from === this.#levelEnd) {
      this.#levels.push(set.size - this.#levelEnd);
      this.#levelEnd = set.size;
    }
    const chunk = set.chunkOf(this.#from);
    const at = set.offsetOf(this.#from);
    for (let w = 0; w < set.words; w += 1) this.#base[w] = chunk[at + w]!;
    unpack(this.#layout, chunk, at, this.#parts);
    // Not in one: `+=` would read the sum before `expand` adds to it.
    const again = this.#kernel.expand(this.#parts, this.#emit);
    this.#generated += again;
    this.#from += 1;
    return true;
  }

  #visit(part: number, value: number, times: number, ballot: number): void {
    if (this.#violating >= 0 || this.#full) return;
    this.#generated += times;
    this.#looked += 1;
    const key = this.#key;
    if (this.#canonicalise === null) {
      key.set(this.#base);
      const { word, shift } = this.#layout;
      key[word[part]!]! ^= (this.#parts[part]! ^ value) << shift[part]!;
    } else {
      this.#change(part, value);
      this.#canonicalise(this.#changed);
      pack(this.#layout, this.#changed, key);
    }
    const number = this.#set.insert(key, this.#from);
    if (number === SEEN) return;
    if (number === FULL) {
      this.#full = true;
    } else if (ballot !== NO_VOTE && this.#agreement) {
      // Renaming leaves ballots as they are, so that either form of the state will do.
      if (this.#canonicalise === null) this.#change(part, value);
      if (this.#kernel.disagrees(this.#changed, ballot)) this.#violating = number;
    }
  }

  #change(part: number, value: number): void {
    this.#changed.set(this.#parts);
    this.#changed[part] = value;
  }

  progress(): CheckProgress {
    const distinct = this.#set.size;
    const queue = distinct - this.#from;
    return { distinct, generated: this.#generated, depth: this.#levels.length, queue };
  }

  result(): CheckResult {
    const distinct = this.#set.size;
    const beyond = distinct - this.#levelEnd;
    const levels = beyond > 0 ? [...this.#levels, beyond] : this.#levels;
    const violation = this.#violating < 0 ? null : this.#replay(this.#violating);
    return {
      distinct,
      generated: this.#generated,
      depth: levels.length,
      levels,
      complete: !this.#full && violation === null,
      stopped: this.#full && violation === null ? this.#covered(this.#levels.length - 1) : null,
      violation,
    };
  }

  /** Which limit was reached, and that all within so many moves was checked. */
  #covered(moves: number): string {
    const { maxStates, maxBytes } = this.#limits;
    const { size } = this.#set;
    const limit =
      size >= maxStates
        ? `${maxStates.toLocaleString('en')} states`
        : `${Math.round(maxBytes / 2 ** 20).toLocaleString('en')} MiB`;
    const beyond = (size - this.#levelEnd).toLocaleString('en');
    const within = `every state within ${moves} ${moves === 1 ? 'move' : 'moves'}`;
    return `It reached the limit of ${limit}. It has checked ${within}, and ${beyond} of those one move further.`;
  }

  /** The way to a state in the plain engine's actions: each step is looked for among those enabled. */
  #replay(last: number): Violation {
    const set = this.#set;
    const path: number[] = [];
    for (let number = last; number > 0; number = set.parentOf(number)) path.push(number);
    let state = specEngine.init(this.#board, 0);
    const actions: SpecAction[] = [];
    for (const number of path.reverse()) {
      const action = specEngine
        .enabled(state)
        .find((some) => this.#is(number, specEngine.step(state, some).state));
      if (!action) throw new Error(`The plain engine has no move ${actions.length + 1} like that.`);
      actions.push(action);
      state = specEngine.step(state, action).state;
    }
    const message = disagreement(state);
    if (message === null) throw new Error('The plain engine sees no disagreement there.');
    return { invariant: 'agreement', message, actions };
  }

  #is(number: number, state: SpecState): boolean {
    const key = new Int32Array(this.#layout.words);
    this.#kernel.encode(state, this.#changed);
    this.#canonicalise?.(this.#changed);
    pack(this.#layout, this.#changed, key);
    const at = this.#set.offsetOf(number);
    const chunk = this.#set.chunkOf(number);
    return key.every((bits, w) => bits === chunk[at + w]);
  }
}
