import { explore } from '../../../../lab/explore.ts';
import { assertBoard } from '../spec/board.ts';
import { invariantsFor, isSound } from '../spec/invariants.ts';
import { identify, specEngine } from '../spec/paxos.ts';
import type { Board } from '../spec/types.ts';
import { type Estimate, estimate } from './estimate.ts';
import {
  type CheckOptions,
  type CheckProgress,
  type CheckResult,
  DEFAULT_MAX_BYTES,
  packedForm,
  packedSearch,
} from './search.ts';

/** A state of the plain engine with its messages, and its place in the set, about. */
const PLAIN_BYTES = 800;

/** A board that no search could finish: the message says how large it is. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

export interface Checking extends CheckOptions {
  /** Search the plain engine, which checks more invariants and is some thirty times slower. */
  readonly plain?: boolean;
}

/**
 * Every state of a board, in the packed form where there is one. Without a limit of the
 * caller's own, throws `TooLarge` where the board's states would not fit into
 * `DEFAULT_MAX_BYTES`; but where a rule is broken or quorums need not meet it goes
 * ahead, for two chosen values are found long before the last state. Throws a `RangeError` for what is no board, and for symmetry
 * where the search is plain.
 */
export function checkBoard(
  board: Board,
  options: Checking = {},
): Generator<CheckProgress, CheckResult, void> {
  assertBoard(board);
  const plain = options.plain === true || packedForm(board) === null;
  if (plain && options.symmetry) throw new RangeError('The plain search tells all names apart.');
  if (options.maxStates === undefined && options.maxBytes === undefined && isSound(board)) {
    const { states, bytes } = estimate(board, options);
    assertFits({ states, bytes: plain ? states * PLAIN_BYTES : bytes });
  }
  return plain ? plainSearch(board, options) : packedSearch(board, options);
}

function assertFits({ states, bytes }: Estimate): void {
  if (bytes <= DEFAULT_MAX_BYTES) return;
  const gib = (count: number) => `${roughly(count / 2 ** 30)} GiB`;
  throw new TooLarge(
    `That board has about ${roughly(states)} states, which would take ${gib(bytes)} and not the ${gib(DEFAULT_MAX_BYTES)} there are.`,
  );
}

/** Two digits are all that an estimate is good for. */
function roughly(count: number): string {
  const rounded = Number(count.toPrecision(2));
  return rounded < 1e12 ? rounded.toLocaleString('en') : rounded.toExponential().replace('e+', 'e');
}

/** The same over the plain engine: every invariant that the board should keep. */
function* plainSearch(
  board: Board,
  { agreement = true, maxStates, maxBytes = DEFAULT_MAX_BYTES }: CheckOptions,
): Generator<CheckProgress, CheckResult, void> {
  const engine = { ...specEngine, invariants: agreement ? invariantsFor(board) : {} };
  const search = explore(engine, board, 0, {
    identify,
    slice: 50,
    maxStates: Math.min(maxStates ?? Number.POSITIVE_INFINITY, Math.ceil(maxBytes / PLAIN_BYTES)),
    maxBytes,
  });
  for (;;) {
    const next = search.next();
    if (next.done) return { ...next.value, depth: next.value.levels.length };
    yield { ...next.value, depth: next.value.depth + 1, queue: null };
  }
}
