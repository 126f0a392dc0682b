import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { memberName, upperFirst, valueName } from '../game/names.ts';
import { chosenAt, FAST, hasCollided, isPrepared, leaderOf } from './derived.ts';
import { explain } from './refusal.ts';
import { isLegal } from './rules.ts';
import {
  type FastAction,
  type FastBallot,
  type FastConfig,
  type FastEvent,
  type FastMember,
  type FastState,
  NONE,
} from './types.ts';
import { captionOf, describeAction } from './words.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/**
 * Fast Paxos by Lamport's own rules, phase 1 and promises included. The counts that
 * tlaplus/Examples publishes are of a simplified one, which `simplified.ts` has.
 */
export const fastEngine: Engine<FastConfig, FastState, FastAction, FastEvent> = {
  init: (config) => ({
    config,
    sent: 0,
    ballots: upTo(config.ballots).map(() => ({ asked: false, heard: [], proposed: NONE })),
    members: upTo(config.members).map(() => ({
      promised: FAST,
      votes: upTo(config.ballots).map(() => NONE),
    })),
  }),
  enabled: (state) => candidates(state).filter((action) => isLegal(state, action)),
  explain,
  step(state, action) {
    assertLegal(fastEngine, state, action);
    const after = perform(state, action);
    return { state: after, events: [eventOf(state, action), ...consequences(state, after)] };
  },
  caption: captionOf,
  describe: describeAction,
  invariants: {
    'one value chosen': (state) => {
      const [first, ...rest] = chosenAt(state);
      const other = rest.find((c) => c.value !== first!.value);
      return other
        ? `${upperFirst(valueName(first!.value))} is chosen in ballot ${first!.ballot}, and ${valueName(other.value)} in ballot ${other.ballot}.`
        : null;
    },
    'only what a client proposed': ({ members, sent }) => {
      for (const [member, { votes }] of members.entries()) {
        const value = votes.find((v) => v !== NONE && !(sent & (1 << v)));
        if (value !== undefined) {
          return `${memberName(member)} voted for ${valueName(value)}, which no client has proposed.`;
        }
      }
      return null;
    },
    'one value in a classic ballot': ({ members, ballots }) => {
      for (const [ballot, { proposed }] of ballots.entries()) {
        const stray =
          ballot !== FAST &&
          members.some(({ votes }) => ![NONE, proposed].includes(votes[ballot]!));
        if (stray) return `Ballot ${ballot} has a vote for what was not proposed in it.`;
      }
      return null;
    },
  },
  ticks: [
    { id: 'ask', label: 'ask', tone: 'soft', shape: 'bar' },
    { id: 'client', label: 'client', tone: 'ink', shape: 'triangle' },
    { id: 'promise', label: 'promise', tone: 'active', shape: 'square' },
    { id: 'propose', label: 'propose', tone: 'ink', shape: 'triangle' },
    { id: 'vote', label: 'vote', tone: 'accent', shape: 'disc' },
    { id: 'collide', label: 'collision', tone: 'danger', shape: 'square' },
    { id: 'decide', label: 'chosen', tone: 'fresh', shape: 'disc' },
  ],
  tick(events) {
    const kinds = new Set(events.map((e) => e.kind));
    for (const kind of ['decide', 'collide', 'vote', 'propose', 'promise', 'client'] as const) {
      if (kinds.has(kind)) return kind;
    }
    return kinds.size > 0 ? 'ask' : null;
  },
  grains: [
    { id: 'move', label: 'Move' },
    { id: 'phase', label: 'Phase' },
  ],
  // A phase ends where a ballot opens, its quorum is complete, or its outcome is clear.
  grain: (events) =>
    events.some((e) => ['open', 'quorum', 'collide', 'decide'].includes(e.kind)) ? 1 : 0,
};

function candidates({ config, sent }: FastState): readonly FastAction[] {
  const values = upTo(config.values);
  const members = upTo(config.members);
  const moves: FastAction[] = [{ type: 'open' }];
  for (const ballot of upTo(config.ballots).reverse()) {
    for (const member of members) {
      for (const value of values) {
        if (sent & (1 << value)) moves.push({ type: 'vote', ballot, member, value });
      }
    }
    moves.push(...values.map((value): FastAction => ({ type: 'propose', ballot, value })));
    moves.push(...members.map((member): FastAction => ({ type: 'promise', ballot, member })));
  }
  moves.push(...values.map((value): FastAction => ({ type: 'client', value })));
  moves.push(...upTo(config.ballots).map((ballot): FastAction => ({ type: 'ask', ballot })));
  return moves;
}

function withBallot(state: FastState, at: number, change: Partial<FastBallot>): FastState {
  const ballots = state.ballots.map((old, i) => (i === at ? { ...old, ...change } : old));
  return { ...state, ballots };
}

function withMember(state: FastState, at: number, change: Partial<FastMember>): FastState {
  const members = state.members.map((old, i) => (i === at ? { ...old, ...change } : old));
  return { ...state, members };
}

function perform(state: FastState, action: FastAction): FastState {
  switch (action.type) {
    case 'open':
      return withBallot(state, FAST, { asked: true });
    case 'client':
      return { ...state, sent: state.sent | (1 << action.value) };
    case 'ask':
      return withBallot(state, action.ballot, { asked: true });
    case 'propose':
      return withBallot(state, action.ballot, { proposed: action.value });
    case 'promise': {
      const { ballot, member } = action;
      const { votes } = state.members[member]!;
      const last = votes.findLastIndex((value) => value !== NONE);
      const report = { member, ballot: last, value: last === NONE ? NONE : votes[last]! };
      const heard = [...state.ballots[ballot]!.heard, report].toSorted(
        (a, b) => a.member - b.member,
      );
      return withBallot(withMember(state, member, { promised: ballot }), ballot, { heard });
    }
    case 'vote': {
      const { ballot, member, value } = action;
      const votes = state.members[member]!.votes.map((old, b) => (b === ballot ? value : old));
      return withMember(state, member, { promised: ballot, votes });
    }
  }
}

function eventOf(state: FastState, action: FastAction): FastEvent {
  const ballot = 'ballot' in action ? action.ballot : action.type === 'open' ? FAST : NONE;
  const leads = ['open', 'ask', 'propose'].includes(action.type);
  const member = 'member' in action ? action.member : leads ? leaderOf(state, ballot) : NONE;
  return { kind: action.type, ballot, member, value: 'value' in action ? action.value : NONE };
}

/** What follows at once: a quorum is complete, a value chosen, or the fast ballot lost. */
function consequences(before: FastState, after: FastState): readonly FastEvent[] {
  const events: FastEvent[] = [];
  const none = { member: NONE, value: NONE };
  for (const ballot of upTo(after.config.ballots)) {
    if (isPrepared(after, ballot) && !isPrepared(before, ballot)) {
      events.push({ kind: 'quorum', ballot, ...none });
    }
  }
  const old = chosenAt(before);
  for (const { ballot, value } of chosenAt(after)) {
    if (old.some((c) => c.ballot === ballot && c.value === value)) continue;
    events.push({ kind: 'decide', ballot, member: NONE, value });
  }
  if (hasCollided(after) && !hasCollided(before))
    events.push({ kind: 'collide', ballot: FAST, ...none });
  return events;
}
