import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { refusalWords } from '../conditions.ts';
import { chosenAt } from '../spec/derived.ts';
import { apply, initialState } from '../spec/rules.ts';
import { NONE, type SpecAction, type SpecState } from '../spec/types.ts';
import { invariants } from './invariants.ts';
import {
  isAway,
  leaderOf,
  learnedBy,
  posted,
  proposedIn,
  readerOf,
  withLetter,
} from './letters.ts';
import { refusalOf } from './refusal.ts';
import { proposalIn } from './rules.ts';
import type {
  GameAction,
  GameConfig,
  GameEvent,
  GameState,
  LetterKind,
  LetterName,
} from './types.ts';
import { captionOf, describeAction } from './words.ts';

type Of<Type extends GameAction['type']> = Extract<GameAction, { readonly type: Type }>;

interface Done {
  readonly state: GameState;
  readonly events: readonly GameEvent[];
}

/**
 * The board game: Lamport's Paxos, and around it the table it is played at. Every
 * change of the counted state is a step of the specification's own engine; where
 * letters are and who is away stands beside it.
 */
export const gameEngine: Engine<GameConfig, GameState, GameAction, GameEvent> = {
  init: (config) => ({ config, spec: initialState(config.board), post: [], away: 0 }),
  enabled: (state) => menu(state).filter((action) => refusalOf(state, action) === null),
  explain(state, action) {
    const refusal = refusalOf(state, action);
    return refusal && refusalWords(refusal);
  },
  step(state, action) {
    assertLegal(gameEngine, state, action);
    const done = perform(state, action);
    return { state: done.state, events: [...done.events, ...consequences(state, done, action)] };
  },
  caption: captionOf,
  describe: describeAction,
  invariants,
  ticks: [
    { id: 'post', label: 'letter', tone: 'soft', shape: 'bar' },
    { id: 'away', label: 'away', tone: 'danger', shape: 'bar' },
    { id: 'ask', label: 'ask', tone: 'soft', shape: 'bar' },
    { id: 'promise', label: 'promise', tone: 'active', shape: 'square' },
    { id: 'propose', label: 'propose', tone: 'ink', shape: 'triangle' },
    { id: 'vote', label: 'vote', tone: 'accent', shape: 'disc' },
    { id: 'decide', label: 'decided', tone: 'accent', shape: 'ring' },
  ],
  tick(events) {
    const kinds = new Set(events.map((e) => e.kind));
    for (const kind of ['decide', 'vote', 'propose', 'promise', 'ask'] as const) {
      if (kinds.has(kind)) return kind;
    }
    return kinds.has('crash') || kinds.has('restart')
      ? 'away'
      : kinds.has('set-up')
        ? null
        : 'post';
  },
  grains: [
    { id: 'move', label: 'Move' },
    { id: 'phase', label: 'Phase' },
  ],
  // A phase ends where something is asked, proposed or decided.
  grain: (events) => (events.some((e) => ['ask', 'propose', 'decide'].includes(e.kind)) ? 1 : 0),
};

const at = (
  action: GameAction,
  kind: GameEvent['kind'],
  where: Partial<GameEvent> = {},
): GameEvent => ({
  ballot: NONE,
  member: NONE,
  value: NONE,
  ...where,
  kind,
  action,
});

function perform(state: GameState, action: GameAction): Done {
  switch (action.type) {
    case 'ask':
      return ask(state, action);
    case 'promise':
      return promise(state, action, action);
    case 'propose':
      return propose(state, action);
    case 'vote':
      return vote(state, action, action);
    case 'deliver':
      return deliver(state, action);
    case 'hold':
      return handled(state, action, { held: true });
    case 'release':
      return handled(state, action, { held: false });
    case 'drop':
      return handled(state, action, { waiting: 0, held: false, dropped: true });
    case 'duplicate':
      return handled(state, action, { waiting: copies(state, action) + 1 });
    case 'crash':
    case 'restart':
      return presence(state, action);
    case 'set-up':
      return {
        state: gameEngine.init({ board: action.board, replies: state.config.replies }, 0),
        events: [at(action, 'set-up')],
      };
  }
}

function specStep(state: GameState, action: SpecAction): SpecState {
  return apply(state.spec, action);
}

function everyone(state: GameState, kind: LetterKind, ballot: number, value: number): LetterName[] {
  return Array.from({ length: state.config.board.acceptors }, (_, member) => ({
    kind,
    ballot,
    member,
    value,
  }));
}

function ask(state: GameState, action: Of<'ask'>): Done {
  const { ballot } = action;
  const letters = everyone(state, '1a', ballot, NONE);
  return {
    state: {
      ...state,
      spec: specStep(state, { type: '1a', ballot }),
      post: posted(state.post, letters, false),
    },
    events: [at(action, 'ask', { ballot, member: leaderOf(state, ballot) })],
  };
}

function propose(state: GameState, action: Of<'propose'>): Done {
  const { ballot, value } = action;
  const letters = everyone(state, '2a', ballot, value);
  return {
    state: {
      ...state,
      spec: specStep(state, proposalIn(state, ballot, value)!),
      post: posted(state.post, letters, false),
    },
    events: [at(action, 'propose', { ballot, value, member: leaderOf(state, ballot) })],
  };
}

/** The letter arrives, and its answer sets out, or arrives with it. */
function answered(
  state: GameState,
  spec: SpecState,
  asked: LetterName,
  answer: LetterName,
): GameState {
  const taken = withLetter(state.post, asked, { waiting: copies(state, asked) - 1, arrived: 1 });
  // A leader who is away hears nothing, so the answer waits for its return.
  const heard = state.config.replies === 'at-once' && !isAway(state, readerOf(state, answer));
  return { ...state, spec, post: posted(taken, [answer], heard) };
}

function promise(
  state: GameState,
  action: GameAction,
  { ballot, member }: Omit<Of<'promise'>, 'type'>,
): Done {
  const spec = specStep(state, { type: '1b', ballot, acceptor: member });
  const letter = { ballot, member, value: NONE };
  return {
    state: answered(state, spec, { ...letter, kind: '1a' }, { ...letter, kind: '1b' }),
    events: [at(action, 'promise', { ballot, member })],
  };
}

function vote(state: GameState, action: GameAction, where: Omit<Of<'vote'>, 'type'>): Done {
  const { ballot, member, value } = where;
  const spec = specStep(state, { type: '2b', ballot, acceptor: member, value });
  const letter = { ballot, member, value };
  return {
    state: answered(state, spec, { ...letter, kind: '2a' }, { ...letter, kind: '2b' }),
    events: [at(action, 'vote', { ballot, member, value })],
  };
}

function copies(state: GameState, name: LetterName): number {
  const letter = state.post.find(
    (l) =>
      l.kind === name.kind &&
      l.ballot === name.ballot &&
      l.member === name.member &&
      l.value === name.value,
  );
  return letter?.waiting ?? 0;
}

/** What a letter brings about is up to its reader: a refusal needs no answer. */
function deliver(state: GameState, action: Of<'deliver'>): Done {
  const { kind, ballot, member, value } = action;
  const letter = { kind, ballot, member, value };
  if (kind === '1a' && refusalOf(state, { type: 'promise', ballot, member }) === null) {
    return promise(state, action, letter);
  }
  if (kind === '2a' && refusalOf(state, { type: 'vote', ballot, member, value }) === null) {
    return vote(state, action, letter);
  }
  const old = state.post.find(
    (l) => l.kind === kind && l.ballot === ballot && l.member === member && l.value === value,
  )!;
  const post = withLetter(state.post, letter, {
    waiting: old.waiting - 1,
    arrived: old.arrived + 1,
  });
  const known = kind === '1a' || kind === '2a' || old.arrived > 0;
  return {
    state: { ...state, post },
    events: [at(action, known ? 'ignore' : 'hear', { ballot, member, value })],
  };
}

function handled(
  state: GameState,
  action: Of<'hold' | 'release' | 'drop' | 'duplicate'>,
  change: object,
): Done {
  const { kind, ballot, member, value } = action;
  return {
    state: { ...state, post: withLetter(state.post, { kind, ballot, member, value }, change) },
    events: [at(action, 'post', { ballot, member, value })],
  };
}

function presence(state: GameState, action: Of<'crash'> | Of<'restart'>): Done {
  const { member } = action;
  const away = state.away ^ (1 << member);
  const forgets = action.type === 'restart' && action.memory === 'lost';
  const spec = forgets ? specStep(state, { type: 'crash', acceptor: member }) : state.spec;
  return { state: { ...state, away, spec }, events: [at(action, action.type, { member })] };
}

/** What follows from a move at once: a value is decided, a leader learns of it. */
function consequences(
  before: GameState,
  { state }: Done,
  action: GameAction,
): readonly GameEvent[] {
  if (action.type === 'set-up') return [];
  const events: GameEvent[] = [];
  const old = chosenAt(before.spec);
  for (const { ballot, value } of chosenAt(state.spec)) {
    if (old.some((c) => c.ballot === ballot && c.value === value)) continue;
    events.push(at(action, 'decide', { ballot, value }));
  }
  for (let ballot = 0; ballot < state.config.board.ballots; ballot += 1) {
    const value = learnedBy(state, ballot);
    if (value === NONE || learnedBy(before, ballot) !== NONE) continue;
    events.push(at(action, 'learn', { ballot, value, member: leaderOf(state, ballot) }));
  }
  return events;
}

/** Moves worth offering, the most useful first; whether they are legal is checked after. */
function menu(state: GameState): readonly GameAction[] {
  const { board, replies } = state.config;
  const moves: GameAction[] = [];
  for (const { kind, ballot, member, value, waiting } of state.post) {
    if (waiting === 0) continue;
    const promises: GameAction = { type: 'promise', ballot, member };
    const votes: GameAction = { type: 'vote', ballot, member, value };
    const effect = kind === '1a' ? promises : kind === '2a' ? votes : null;
    if (effect && refusalOf(state, effect) === null) moves.push(effect);
    else if (replies === 'posted' || !effect)
      moves.push({ type: 'deliver', kind, ballot, member, value });
  }
  for (let ballot = 0; ballot < board.ballots; ballot += 1) {
    if (proposedIn(state, ballot).length > 0 && board.broken !== 'equivocate') continue;
    for (let value = 0; value < board.values; value += 1)
      moves.push({ type: 'propose', ballot, value });
  }
  for (let ballot = 0; ballot < board.ballots; ballot += 1) moves.push({ type: 'ask', ballot });
  for (let member = 0; member < board.acceptors; member += 1) {
    if (!isAway(state, member)) moves.push({ type: 'crash', member });
    else {
      moves.push({ type: 'restart', member, memory: 'kept' });
      if (board.broken === 'amnesia') moves.push({ type: 'restart', member, memory: 'lost' });
    }
  }
  if (replies === 'posted') {
    for (const { kind, ballot, member, value, waiting } of state.post) {
      if (waiting > 0) moves.push({ type: 'drop', kind, ballot, member, value });
    }
  }
  return moves;
}
