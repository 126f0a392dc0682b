import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariant, IllegalAction } from '../../../../lab/engine.ts';
import { chosenAt } from '../spec/derived.ts';
import { specEngine } from '../spec/paxos.ts';
import type { SpecState } from '../spec/types.ts';
import { gameEngine } from './engine.ts';
import { findLetter, isAway, leaderOf, readerOf, votesOf, writerOf } from './letters.ts';
import {
  anyAction,
  drawsOf,
  FAIR,
  isBeyond,
  isContested,
  type Played,
  playedFrom,
  UNFAIR,
} from './testing/games.ts';
import type { GameAction, GameState, LetterName } from './types.ts';

const SEED = 20_261_121;
const GAMES = 10_000;
/** Every kind of event, and each kind of move that brings it about on a fair board. */
const EVENTS = [
  'ask by ask',
  'crash by crash',
  'decide by deliver',
  'decide by vote',
  'hear by deliver',
  'ignore by deliver',
  'learn by deliver',
  'learn by vote',
  'post by drop',
  'post by duplicate',
  'post by hold',
  'post by release',
  'promise by deliver',
  'promise by promise',
  'propose by propose',
  'restart by restart',
  'vote by deliver',
  'vote by vote',
];
/** Those of the rules that are the protocol’s, or the letters’, and are the same on every board. */
const RULES = [
  'A letter has to arrive before it can be answered.',
  'A lost letter cannot be copied.',
  'Ask again only those whose letter was lost.',
  'Copy the reported vote that has the highest ballot.',
  'Keep promise and votes where a crash cannot reach them.',
  'Keep the promise: never vote in an earlier ballot.',
  'Only a held letter can be let go.',
  'Only a letter on its way arrives.',
  'Only a letter on its way can be held.',
  'Only a letter on its way can be lost.',
  'Only a letter that was written can travel.',
  'Only who is away can return.',
  'Only who is there can leave.',
  'Promise only a higher ballot than ever before.',
  'Promise only what somebody asks for.',
  'Propose one value in a ballot, once.',
  'Propose only when a quorum has promised.',
  'Set the board up before the first move.',
  'Vote once for a proposal.',
  'Vote only for what the ballot’s leader proposed.',
];
const config = fc.constantFrom(...FAIR);
/** Fair boards, and those with a rule off. */
const anyConfig = fc.constantFrom(...FAIR, ...UNFAIR);

/** The same three variables and the same messages; messages are shared between states. */
function isSame(one: SpecState, other: SpecState): boolean {
  return (
    one.messages.length === other.messages.length &&
    one.maxBal.every((b, a) => b === other.maxBal[a]) &&
    one.maxVBal.every((b, a) => b === other.maxVBal[a]) &&
    one.maxVal.every((v, a) => v === other.maxVal[a]) &&
    one.messages.every((m, i) => {
      const twin = other.messages[i]!;
      return m === twin || JSON.stringify(m) === JSON.stringify(twin);
    })
  );
}

/** Whether the specification's own engine leads from one state to the other in one step. */
function isSpecStep(before: SpecState, after: SpecState): boolean {
  return specEngine
    .enabled(before)
    .some((action) => isSame(specEngine.step(before, action).state, after));
}

/** The letters that a move put on their way for the first time. */
function written(before: GameState, after: GameState): readonly LetterName[] {
  return after.post.filter((letter) => findLetter(before, letter) === null);
}

/** What each move may do to the counted state, whatever else it does. */
function checkMove(before: GameState, { state, action, events }: Played): void {
  if (!action) return;
  const unchanged = state.spec === before.spec || isSame(state.spec, before.spec);
  if (!unchanged) expect(isSpecStep(before.spec, state.spec)).toBe(true);
  if (!['ask', 'promise', 'propose', 'vote', 'deliver'].includes(action.type)) {
    expect(unchanged, `${action.type} is about the table alone`).toBe(true);
  }
  if (action.type === 'deliver') {
    const old = findLetter(before, action)!;
    const again = old.arrived > 0 || action.kind === '1b' || action.kind === '2b';
    if (again) expect(unchanged, 'a second copy changes nothing').toBe(true);
    expect(isAway(before, readerOf(before, action)), 'who is away reads nothing').toBe(false);
  }
  for (const letter of written(before, state)) {
    expect(isAway(before, writerOf(before, letter)), 'who is away writes nothing').toBe(false);
  }
  for (const letter of state.post) {
    const was = findLetter(before, letter)?.arrived ?? 0;
    if (letter.arrived === was) continue;
    expect(isAway(before, readerOf(before, letter)), 'who is away hears nothing').toBe(false);
  }
  expect(gameEngine.caption(state, events)).toMatch(/^[A-Z].*\.$/);
  expect(gameEngine.describe(before, action)).toMatch(/^[A-Z]/);
}

describe(`${GAMES} random games (fast-check seed ${SEED})`, () => {
  test('keep every promise, and the counted state changes by the specification’s steps alone', () => {
    const seen = { moves: 0, decided: 0, contested: 0, again: 0, kinds: new Set<string>() };
    fc.assert(
      fc.property(config, drawsOf(32), (setup, draws) => {
        const frames = playedFrom(setup, draws);
        for (const frame of frames) {
          const before = frames[frame.index - 1]?.state;
          if (!before) continue;
          checkMove(before, frame);
          if (frame.state.spec !== before.spec) {
            expect(brokenInvariant(gameEngine, frame.state)).toBeNull();
          }
          for (const { kind, action } of frame.events) seen.kinds.add(`${kind} by ${action.type}`);
        }
        const { state } = frames.at(-1)!;
        const chosen = chosenAt(state.spec);
        seen.moves += frames.length - 1;
        seen.decided += Number(chosen.length > 0);
        seen.again += Number(chosen.length > 1);
        seen.contested += Number(isContested(state));
      }),
      { seed: SEED, numRuns: GAMES },
    );
    // Games that come to nothing would prove nothing.
    expect(seen.moves / GAMES).toBeGreaterThan(12);
    expect(seen.decided).toBeGreaterThan(GAMES / 4);
    expect(seen.contested).toBeGreaterThan(GAMES / 50);
    expect(seen.again).toBeGreaterThan(GAMES / 200);
    expect([...seen.kinds].toSorted()).toEqual(EVENTS);
  });
});

/** What a move that is tried comes to: taken without a word, or refused in the same words twice. */
function tried(state: GameState, action: GameAction): string | null {
  const reason = gameEngine.explain(state, action);
  const act = () => gameEngine.step(state, action);
  if (reason === null) {
    expect(act, JSON.stringify(action)).not.toThrow();
    return null;
  }
  expect(reason, JSON.stringify(action)).toMatch(/^[A-Z].*\. The rule: [A-Z].*\./);
  expect(reason).not.toMatch(/undefined|NaN|null/);
  expect(act).toThrow(new IllegalAction(reason));
  return reason;
}

describe(`any action at all, legal or not (fast-check seed ${SEED})`, () => {
  const actions = fc.array(anyAction, { minLength: 30, maxLength: 30 });

  test('is taken, or refused in words that name a rule, and then thrown in the same words', () => {
    const seen = { taken: 0, refused: 0, rules: new Set<string>() };
    fc.assert(
      fc.property(anyConfig, drawsOf(30), actions, (setup, draws, some) => {
        const { state } = playedFrom(setup, draws).at(-1)!;
        for (const action of some) {
          const reason = tried(state, action);
          if (isBeyond(state, action)) expect(reason, JSON.stringify(action)).not.toBeNull();
          if (reason === null) seen.taken += 1;
          else {
            seen.refused += 1;
            seen.rules.add(/The rule: ([^.]+\.)/.exec(reason)![1]!);
          }
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    );
    expect(seen.taken).toBeGreaterThan(1_000);
    expect(seen.refused).toBeGreaterThan(20_000);
    for (const rule of RULES) expect(seen.rules).toContain(rule);
  });

  test('the menu offers what may be done, and nothing else', () => {
    fc.assert(
      fc.property(config, drawsOf(30), (setup, draws) => {
        const { state } = playedFrom(setup, draws).at(-1)!;
        const menu = gameEngine.enabled(state);
        for (const action of menu) expect(tried(state, action)).toBeNull();
        const names = menu.map((action) => JSON.stringify(action));
        expect(new Set(names).size).toBe(names.length);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

describe(`promise, proposal and vote (fast-check seed ${SEED})`, () => {
  /** Whether a letter lies with its reader to be answered. */
  const lies = (state: GameState, name: LetterName) => {
    const letter = findLetter(state, name);
    return letter !== null && letter.waiting > 0 && !letter.held;
  };
  const promises = (state: GameState, ballot: number, member: number) =>
    specEngine.explain(state.spec, { type: '1b', ballot, acceptor: member }) === null &&
    !isAway(state, member) &&
    lies(state, { kind: '1a', ballot, member, value: -1 });
  const votes = (state: GameState, ballot: number, member: number, value: number) =>
    specEngine.explain(state.spec, { type: '2b', ballot, acceptor: member, value }) === null &&
    !votesOf(state, member, ballot).includes(value) &&
    !isAway(state, member) &&
    lies(state, { kind: '2a', ballot, member, value });
  const proposes = (state: GameState, ballot: number, value: number) => {
    const heard = state.post
      .filter((l) => l.kind === '1b' && l.ballot === ballot && l.arrived > 0)
      .reduce((set, l) => set | (1 << l.member), 0);
    const allowed = specEngine
      .enabled(state.spec)
      .some(
        (a) =>
          a.type === '2a' &&
          a.ballot === ballot &&
          a.value === value &&
          (a.quorum & heard) === a.quorum,
      );
    return allowed && !isAway(state, leaderOf(state, ballot));
  };
  const all = (n: number) => Array.from({ length: n }, (_, i) => i);

  test('may be made exactly where the specification allows them and the table does not stand in the way', () => {
    const seen = { may: 0, not: 0 };
    const agree = (state: GameState, action: GameAction, may: boolean) => {
      seen[may ? 'may' : 'not'] += 1;
      expect(gameEngine.explain(state, action) === null, JSON.stringify(action)).toBe(may);
    };
    fc.assert(
      fc.property(config, drawsOf(36), (setup, draws) => {
        const { state } = playedFrom(setup, draws).at(-1)!;
        const { acceptors, ballots, values } = state.config.board;
        for (const ballot of all(ballots)) {
          for (const value of all(values)) {
            agree(state, { type: 'propose', ballot, value }, proposes(state, ballot, value));
          }
          for (const member of all(acceptors)) {
            agree(state, { type: 'promise', ballot, member }, promises(state, ballot, member));
            for (const value of all(values)) {
              const may = votes(state, ballot, member, value);
              agree(state, { type: 'vote', ballot, member, value }, may);
            }
          }
        }
      }),
      { seed: SEED, numRuns: 1_000 },
    );
    expect(seen.may).toBeGreaterThan(1_000);
    expect(seen.not).toBeGreaterThan(10_000);
  });
});
