import { assertLegal, type Engine, type LabEvent } from '../../../../lab/engine.ts';
import { capital, inWords, memberName, membersNames, valueName } from '../game/names.ts';
import { majorityOf } from '../spec/board.ts';
import { NONE } from '../spec/types.ts';

/**
 * The lowest rung of the ladder: one column, no leader, everybody votes once for
 * whatever they like. It is the Notes' “Majority Vote”. Safe, and easily stuck.
 */
export interface PollConfig {
  readonly members: number;
  readonly values: number;
}

export interface PollState extends PollConfig {
  /** By member: the value it voted for, or `NONE`. */
  readonly votes: readonly number[];
}

export interface PollAction {
  readonly type: 'cast';
  readonly member: number;
  readonly value: number;
}

export interface PollEvent extends LabEvent {
  readonly kind: 'cast' | 'decide' | 'stuck';
  readonly member: number;
  readonly value: number;
}

const all = (n: number) => Array.from({ length: n }, (_, i) => i);

export function tallyOf({ votes }: PollState, value: number): number {
  return votes.filter((v) => v === value).length;
}

/** The value that a majority voted for, or `NONE`. */
export function winnerOf(state: PollState): number {
  const needed = majorityOf(state.members);
  return all(state.values).find((value) => tallyOf(state, value) >= needed) ?? NONE;
}

/** Values that could still come to a majority, with every vote not yet cast. */
export function openValues(state: PollState): readonly number[] {
  const left = state.votes.filter((v) => v === NONE).length;
  const needed = majorityOf(state.members);
  const won = winnerOf(state);
  if (won !== NONE) return [won];
  return all(state.values).filter((value) => tallyOf(state, value) + left >= needed);
}

export const pollEngine: Engine<PollConfig, PollState, PollAction, PollEvent> = {
  init: (config) => ({ ...config, votes: all(config.members).map(() => NONE) }),
  enabled: (state) =>
    all(state.members).flatMap((member) =>
      state.votes[member] === NONE
        ? all(state.values).map((value) => ({ type: 'cast' as const, member, value }))
        : [],
    ),
  explain(state, { member, value }) {
    if (state.votes[member] === undefined) return `There is no member ${member}.`;
    if (value < 0 || value >= state.values) return `There is no value ${value}.`;
    const cast = state.votes[member];
    return cast === NONE
      ? null
      : `${memberName(member)} has voted ${valueName(cast)}. A vote is cast once and cannot be taken back.`;
  },
  step(state, action) {
    assertLegal(pollEngine, state, action);
    const after = { ...state, votes: state.votes.with(action.member, action.value) };
    const events: PollEvent[] = [{ kind: 'cast', member: action.member, value: action.value }];
    const won = winnerOf(after);
    if (won !== NONE && winnerOf(state) === NONE) {
      events.push({ kind: 'decide', member: NONE, value: won });
    }
    if (openValues(after).length === 0 && openValues(state).length > 0) {
      events.push({ kind: 'stuck', member: NONE, value: NONE });
    }
    return { state: after, events };
  },
  caption: captionOf,
  describe: (_, { member, value }) => `${memberName(member)} votes ${valueName(value)}`,
  invariants: {
    agreement: (state) => {
      const needed = majorityOf(state.members);
      const won = all(state.values).filter((value) => tallyOf(state, value) >= needed);
      return won.length > 1 ? `${won.map(valueName).join(' and ')} have both won` : null;
    },
  },
  ticks: [
    { id: 'cast', label: 'vote', tone: 'accent', shape: 'disc' },
    { id: 'stuck', label: 'stuck', tone: 'danger', shape: 'square' },
    { id: 'decide', label: 'decided', tone: 'accent', shape: 'ring' },
  ],
  tick: (events) => events.at(-1)?.kind ?? null,
  grains: [{ id: 'move', label: 'Move' }],
  grain: () => 0,
};

function captionOf(state: PollState, events: readonly PollEvent[]): string {
  const needed = inWords(majorityOf(state.members));
  const [cast] = events;
  if (!cast) {
    return `${capital(inWords(state.members))} members, one vote each, and no leader. A colour wins with ${needed} votes.`;
  }
  const vote = `${memberName(cast.member)} votes ${valueName(cast.value)}.`;
  if (events.some((e) => e.kind === 'decide')) {
    const voters = all(state.members).filter((m) => state.votes[m] === cast.value);
    return `${vote} With the votes of ${membersNames(voters)} ${valueName(cast.value)} has won; nobody needs to wait for the others.`;
  }
  if (events.some((e) => e.kind === 'stuck')) {
    return `${vote} No colour can come to ${needed} any more, whoever still votes. The column is stuck for good.`;
  }
  const left = openValues(state).map(valueName);
  if (winnerOf(state) !== NONE) return `${vote} It changes nothing: the column is decided.`;
  return left.length === 0
    ? `${vote} It changes nothing: the column is stuck.`
    : `${vote} ${capital(left.join(' or '))} can still win.`;
}
