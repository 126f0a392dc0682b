import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { membersOf, quorumsOfSize } from '../spec/board.ts';
import type { Quorum } from '../spec/types.ts';

/**
 * The simplified Fast Paxos of Lim Ngian Xin Terry and Gaurav Gandhi (tlaplus/Examples,
 * specifications/SimplifiedFastPaxos), action for action: one coordinator for good, so
 * no phase 1, and a collision is settled by the majority within one fast quorum. It is
 * here to be counted. The published run has 25,617 distinct states, 320,053 generated
 * and depth 22. Its configuration file was not at hand: of 624 small boards tried, only
 * `PUBLISHED`, and the same with all ballots one higher, gives all three numbers.
 */
export interface SimplifiedBoard {
  readonly members: number;
  readonly values: number;
  readonly ballots: number;
  /** The ballots that are fast; the others are classic. */
  readonly fast: readonly number[];
  readonly quorums: readonly Quorum[];
  readonly fastQuorums: readonly Quorum[];
}

/** Four replicas, three values, ballots 0 to 3 of which 0 and 2 are fast, any three a quorum. */
export const PUBLISHED: SimplifiedBoard = {
  members: 4,
  values: 3,
  ballots: 4,
  fast: [0, 2],
  quorums: quorumsOfSize(4, 3),
  fastQuorums: quorumsOfSize(4, 3),
};

/** Sets of values are one bit each; `-1` is none. */
export interface SimplifiedState {
  readonly board: SimplifiedBoard;
  readonly decision: number;
  /** What the coordinator has taken for all its classic ballots. */
  readonly taken: number;
  /** By ballot: the values proposed; in a fast one, 1 where "any" has been sent. */
  readonly proposed: readonly number[];
  readonly members: readonly {
    readonly maxBallot: number;
    readonly votedBallot: number;
    readonly votedValue: number;
    /** By ballot: the values voted for. */
    readonly votes: readonly number[];
  }[];
}

type Step = 'any' | 'fast-vote' | 'fast-decide' | 'accept' | 'vote' | 'decide';

/** A step with the witnesses that TLC tells apart, so that what it generates is counted alike. */
export interface SimplifiedAction {
  readonly type: Step;
  readonly ballot: number;
  readonly value: number;
  readonly member: number;
  readonly quorum: number;
  /** The fast ballot whose collision is settled. */
  readonly after: number;
}

export interface SimplifiedEvent {
  readonly kind: Step;
}

const NOBODY = { member: -1, quorum: 0, after: -1, value: -1 };

const has = (set: number, value: number) => (set & (1 << value)) !== 0;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const isFast = ({ board }: SimplifiedState, ballot: number) => board.fast.includes(ballot);

/** The steps that ballots allow by themselves, and each member's votes. */
function votesAndOpenings(state: SimplifiedState): SimplifiedAction[] {
  const { board } = state;
  const found: SimplifiedAction[] = [];
  for (const ballot of upTo(board.ballots)) {
    const fast = isFast(state, ballot);
    if (fast) found.push({ ...NOBODY, type: 'any', ballot });
    if (state.proposed[ballot] === 0) continue;
    state.members.forEach((m, member) => {
      if (m.maxBallot > ballot) return;
      for (const value of upTo(board.values)) {
        const mayFast = (m.votedValue === -1 || m.votedValue === value) && m.votes[ballot] === 0;
        if (fast ? mayFast : has(state.proposed[ballot]!, value)) {
          found.push({ ...NOBODY, type: fast ? 'fast-vote' : 'vote', ballot, member, value });
        }
      }
    });
  }
  return found;
}

/** A decision is generated once for each of a quorum's votes that show it. */
function decisions(state: SimplifiedState): SimplifiedAction[] {
  const { board, members } = state;
  const found: SimplifiedAction[] = [];
  for (const ballot of upTo(board.ballots)) {
    const fast = isFast(state, ballot);
    for (const quorum of fast ? board.fastQuorums : board.quorums) {
      const voters = membersOf(quorum);
      const sets = voters.map((member) => members[member]!.votes[ballot]!);
      const together = sets.reduce((a, b) => a | b, 0);
      if (sets.includes(0) || (fast && membersOf(together).length !== 1)) continue;
      for (const [i, member] of voters.entries()) {
        for (const value of membersOf(sets[i]!)) {
          const type = fast ? 'fast-decide' : 'decide';
          found.push({ ...NOBODY, type, ballot, quorum, member, value });
        }
      }
    }
  }
  return found;
}

/** What a collision lets the coordinator take: a majority within the quorum, if there is one. */
function recoveries(state: SimplifiedState): SimplifiedAction[] {
  const { board, members, taken } = state;
  const found: SimplifiedAction[] = [];
  for (const ballot of upTo(board.ballots)) {
    if (isFast(state, ballot) || state.proposed[ballot] !== 0) continue;
    for (const after of board.fast.filter((fast) => fast < ballot)) {
      for (const quorum of board.fastQuorums) {
        const sets = membersOf(quorum).map((member) => members[member]!.votes[after]!);
        const seen = membersOf(sets.reduce((a, b) => a | b, 0));
        if (sets.includes(0) || seen.length < 2) continue;
        const half = Math.floor(sets.length / 2);
        const major = seen.filter((v) => sets.filter((set) => has(set, v)).length > half);
        for (const value of major.length > 0 ? major : seen) {
          if (taken !== -1 && taken !== value) continue;
          found.push({ ...NOBODY, type: 'accept', ballot, after, quorum, value });
        }
      }
    }
  }
  return found;
}

function enabled(state: SimplifiedState): readonly SimplifiedAction[] {
  return [...votesAndOpenings(state), ...decisions(state), ...recoveries(state)];
}

function perform(state: SimplifiedState, action: SimplifiedAction): SimplifiedState {
  const { type, ballot, value, member } = action;
  const proposing = (set: number) =>
    state.proposed.map((old, b) => (b === ballot ? old | set : old));
  if (type === 'any') return { ...state, proposed: proposing(1) };
  if (type === 'accept') return { ...state, taken: value, proposed: proposing(1 << value) };
  if (type === 'decide' || type === 'fast-decide') return { ...state, decision: value };
  const members = state.members.map((m, i) =>
    i !== member
      ? m
      : {
          maxBallot: ballot,
          votedBallot: ballot,
          votedValue: value,
          votes: m.votes.map((old, b) => (b === ballot ? old | (1 << value) : old)),
        },
  );
  return { ...state, members };
}

/** Members and values may be exchanged for one another: the least of all such texts. */
export function canonical(state: SimplifiedState): string {
  const texts = permutations(state.board.values).map((to) => {
    const set = (values: number) => membersOf(values).reduce((all, v) => all | (1 << to[v]!), 0);
    const one = (value: number) => (value === -1 ? -1 : to[value]!);
    const members = state.members
      .map((m) => [m.maxBallot, m.votedBallot, one(m.votedValue), ...m.votes.map(set)].join())
      .sort();
    // "Any" is no value, so it stays what it is.
    const proposed = state.proposed.map((p, ballot) => (isFast(state, ballot) ? p : set(p)));
    return [one(state.decision), one(state.taken), ...members, proposed.join()].join(';');
  });
  return texts.sort()[0]!;
}

function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    upTo(n).map((at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

const same = (a: SimplifiedAction, b: SimplifiedAction) =>
  (Object.keys(a) as (keyof SimplifiedAction)[]).every((key) => a[key] === b[key]);

export const simplifiedEngine: Engine<
  SimplifiedBoard,
  SimplifiedState,
  SimplifiedAction,
  SimplifiedEvent
> = {
  init: (board) => ({
    board,
    decision: -1,
    taken: -1,
    proposed: upTo(board.ballots).map(() => 0),
    members: upTo(board.members).map(() => ({
      maxBallot: 0,
      votedBallot: 0,
      votedValue: -1,
      votes: upTo(board.ballots).map(() => 0),
    })),
  }),
  enabled,
  explain: (state, action) =>
    enabled(state).some((legal) => same(legal, action)) ? null : 'That step is not enabled.',
  step(state, action) {
    assertLegal(simplifiedEngine, state, action);
    return { state: perform(state, action), events: [{ kind: action.type }] };
  },
  caption: (state) =>
    state.decision === -1 ? 'Nothing is decided.' : `Value ${state.decision} is decided.`,
  describe: (_, { type, ballot }) => `Step ${type} in ballot ${ballot}`,
  invariants: {
    'what can be decided is one value': (state) => {
      const values = new Set(decisions(state).map((d) => d.value));
      if (state.decision !== -1) values.add(state.decision);
      return values.size <= 1 ? null : `Values ${[...values].join(' and ')} can be decided.`;
    },
    'only what a member proposed is decided': ({ decision, members, board }) =>
      decision === -1 || members.some((m) => board.fast.some((b) => has(m.votes[b]!, decision)))
        ? null
        : `Nobody proposed ${decision} in a fast ballot.`,
  },
  ticks: [],
  tick: () => null,
  grains: [{ id: 'step', label: 'Step' }],
  grain: () => 0,
};
