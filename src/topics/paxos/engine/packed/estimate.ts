import { drawUnit, type RandomState, seedRandom } from '../../../../lab/random.ts';
import type { Board, Quorum } from '../spec/types.ts';
import { coverOf, STORED } from './kernel.ts';
import { packedForm, packedSearch } from './search.ts';
import { groupSize } from './symmetry.ts';

export interface Estimate {
  /** Distinct states, about. */
  readonly states: number;
  /** What a packed search of them takes in memory, about. */
  readonly bytes: number;
}

const SAMPLES = 2_000;
/** Hash table entries of eight bytes at half load, and the parent, beside a state's own words. */
const OVERHEAD_BYTES = 20;
/** As far as the one ballot of a broken rule is counted. */
const ONE_BALLOT_STATES = 100_000;

/**
 * About how many distinct states a board has, without searching it.
 *
 * Where a state follows from its messages, it is one choice for each ballot (asked or
 * not, who promised, whether there is a proposal, who voted) times the values that the
 * proposals may have. The first is counted exactly, for ballots do not depend on each
 * other there; the second is the mean over random choices, from a fixed seed: within a
 * few percent. With `amnesia`, `break-promise` and `equivocate` it is the states of one
 * ballot to the power of ballots, which is good to an order of magnitude at best. With
 * symmetry it is divided by the number of renamings, which is a little too few.
 */
export function estimate(board: Board, { symmetry = false } = {}): Estimate {
  const named = STORED.includes(board.broken) ? byOneBallot(board) : bySample(board);
  const states = Math.max(1, Math.round(symmetry ? named / groupSize(board) : named));
  const words = packedForm(board)?.layout.words ?? 8;
  return { states, bytes: states * (4 * words + OVERHEAD_BYTES) };
}

function byOneBallot(board: Board): number {
  const one = { ...board, ballots: 1 };
  const work = packedSearch(one, { agreement: false, maxStates: ONE_BALLOT_STATES });
  for (;;) {
    const next = work.next();
    if (next.done) return next.value.distinct ** board.ballots;
  }
}

/** What may be in one ballot, whatever the others hold and whatever its value is. */
interface OneBallot {
  readonly count: number;
  /** The one numbered so, from 0 below `count`. */
  at(number: number): BallotChoice;
}

interface BallotChoice {
  readonly promised: Quorum;
  readonly proposed: boolean;
  readonly voted: Quorum;
}

function oneBallot({ acceptors, quorums1, broken }: Board): OneBallot {
  const sets = 2 ** acceptors;
  const cover = coverOf(acceptors, quorums1);
  const skips = broken === 'skip-phase-1';
  // Nobody was asked, or any set promised; and no proposal, or one and any set voted.
  const enough: number[] = skips ? [0] : [];
  for (let set = 0; set < sets; set += 1) if (skips || cover[set] === 1) enough.push(set);
  const unproposed = 1 + sets;
  return {
    count: unproposed + enough.length * sets,
    at(number) {
      if (number < unproposed) {
        return { promised: Math.max(0, number - 1), proposed: false, voted: 0 };
      }
      const rest = number - unproposed;
      const promised = enough[Math.floor(rest / sets)]!;
      return { promised, proposed: true, voted: rest % sets };
    },
  };
}

/** The exact number of choices, times the mean number of values they may have. */
function bySample(board: Board): number {
  const { ballots } = board;
  const one = oneBallot(board);
  let random = seedRandom(1);
  let total = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const choices: BallotChoice[] = [];
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      const [unit, next] = drawUnit(random);
      random = next;
      choices.push(one.at(Math.floor(unit * one.count)));
    }
    const [ways, next] = waysToValue(board, choices, random);
    random = next;
    total += ways;
  }
  return (one.count ** ballots * total) / SAMPLES;
}

/**
 * An unbiased guess of how many ways there are to give proposals their values: ballot
 * by ballot, how many the rule allows, going on with one of those at random.
 */
function waysToValue(
  board: Board,
  choices: readonly BallotChoice[],
  random: RandomState,
): readonly [number, RandomState] {
  const chosen: number[] = [];
  let ways = 1;
  let state = random;
  for (const [ballot, choice] of choices.entries()) {
    if (!choice.proposed) continue;
    const allowed = allowedValues(board, choices, chosen, ballot);
    const [unit, next] = drawUnit(state);
    state = next;
    ways *= allowed.length;
    chosen[ballot] = allowed[Math.floor(unit * allowed.length)]!;
  }
  return [ways, state];
}

/** Phase2a of Paxos.tla, over the votes below a ballot. */
function allowedValues(
  { acceptors, values, quorums1, broken }: Board,
  choices: readonly BallotChoice[],
  chosen: readonly number[],
  ballot: number,
): readonly number[] {
  const all = Array.from({ length: values }, (_, value) => value);
  if (broken === 'skip-phase-1' || broken === 'ignore-votes' || broken === 'omit-votes') return all;
  const latest = Array.from({ length: acceptors }, (_, a) =>
    choices.findLastIndex(({ voted }, below) => below < ballot && (voted >>> a) & 1),
  );
  const allowed = new Set<number>();
  for (const quorum of quorums1) {
    if ((quorum & ~choices[ballot]!.promised) !== 0) continue;
    const reported = latest.filter((below, a) => (quorum >>> a) & 1 && below >= 0);
    if (reported.length === 0) return all;
    const counting = broken === 'copy-any' ? reported : [Math.max(...reported)];
    for (const below of counting) allowed.add(chosen[below]!);
    if (allowed.size === values) return all;
  }
  return [...allowed];
}
