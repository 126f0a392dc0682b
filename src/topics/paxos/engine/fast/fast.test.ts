import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariant, IllegalAction } from '../../../../lab/engine.ts';
import { exploreAll } from '../../../../lab/explore.ts';
import { refusalWords } from '../conditions.ts';
import { chosenAt, hasCollided, pickOf } from './derived.ts';
import { fastEngine } from './engine.ts';
import { refusalOf } from './refusal.ts';
import { type FastAction, type FastConfig, type FastState, NONE } from './types.ts';
import { nextUseful } from './useful.ts';

const FOUR: FastConfig = {
  members: 4,
  values: 2,
  ballots: 2,
  fastQuorum: 3,
  quorum: 3,
  broken: null,
};
const GREEN = 0;
const BLUE = 1;

const open: FastAction = { type: 'open' };
const client = (value: number): FastAction => ({ type: 'client', value });
const vote = (ballot: number, member: number, value: number): FastAction => ({
  type: 'vote',
  ballot,
  member,
  value,
});
const ask: FastAction = { type: 'ask', ballot: 1 };
const promise = (member: number): FastAction => ({ type: 'promise', ballot: 1, member });
const propose = (value: number): FastAction => ({ type: 'propose', ballot: 1, value });

const reasons = (state: FastState, action: FastAction) =>
  refusalOf(state, action)
    ?.reasons.map((r) => r.text)
    .join(' ');

function reached(config: FastConfig, ...actions: readonly FastAction[]): FastState {
  return actions.reduce(
    (state, action) => fastEngine.step(state, action).state,
    fastEngine.init(config, 0),
  );
}

const SPLIT = [
  ...[open, client(GREEN), client(BLUE)],
  ...[vote(0, 0, GREEN), vote(0, 1, GREEN), vote(0, 2, BLUE), vote(0, 3, BLUE), ask],
];

describe('what the leader may propose after a collision', () => {
  test('the value that three of four may have chosen, though they did not', () => {
    const state = reached(FOUR, ...SPLIT, promise(0), promise(1), promise(2));
    expect(hasCollided(state)).toBe(true);
    expect(pickOf(state, 1)).toMatchObject({
      ballot: 0,
      values: [GREEN],
      why: 'forced',
      suspects: [
        { value: GREEN, voters: [0, 1], unheard: [3], possible: true },
        { value: BLUE, voters: [2], unheard: [3], possible: false },
      ],
    });
    expect(reasons(state, propose(BLUE))).toBe(
      'Green may have been chosen in ballot 0, by R0, R1 and R3, so R1 may not propose blue. Blue cannot: R2 voted for it, and with R3, unheard, that makes two at most, of the three it takes.',
    );
  });

  test('another quorum of the same votes forces the other value', () => {
    const state = reached(FOUR, ...SPLIT, promise(0), promise(2), promise(3));
    expect(pickOf(state, 1)).toMatchObject({ values: [BLUE], why: 'forced' });
  });

  test('nothing, once all four have spoken', () => {
    const state = reached(FOUR, ...SPLIT, ...[0, 1, 2, 3].map(promise));
    expect(pickOf(state, 1)).toMatchObject({ values: [GREEN, BLUE], why: 'free' });
  });

  test('the only value reported', () => {
    const state = reached(
      FOUR,
      ...[open, client(GREEN), client(BLUE), vote(0, 0, GREEN), ask],
      ...[promise(0), promise(1), promise(2)],
    );
    expect(reasons(state, propose(BLUE))).toBe(
      'The only value reported from ballot 0 is green, so R1 has to copy it.',
    );
  });

  test('with too few in a quorum two values may have been chosen, and no rule helps', () => {
    const state = reached(
      { ...FOUR, members: 5 },
      ...[open, client(GREEN), client(BLUE), vote(0, 0, GREEN), vote(0, 1, BLUE), ask],
      ...[promise(0), promise(1), promise(2)],
    );
    expect(pickOf(state, 1).suspects.map((s) => s.possible)).toEqual([true, true]);
  });
});

test('three equal fast votes choose, and the fourth cannot change it', () => {
  const state = reached(
    FOUR,
    ...[open, client(GREEN), vote(0, 0, GREEN), vote(0, 1, GREEN), vote(0, 3, GREEN)],
  );
  expect(chosenAt(state)).toEqual([{ ballot: 0, value: GREEN }]);
});

test('every refusal gives its reason, and the engine throws it', () => {
  const state = reached(FOUR, ...SPLIT, promise(0), promise(1));
  const refused: readonly FastAction[] = [
    open,
    client(BLUE),
    client(2),
    ask,
    { type: 'ask', ballot: 0 },
    { type: 'ask', ballot: 2 },
    promise(0),
    promise(4),
    { type: 'promise', ballot: 0, member: 2 },
    propose(GREEN),
    { type: 'propose', ballot: 0, value: GREEN },
    vote(0, 0, GREEN),
    vote(1, 0, GREEN),
  ];
  for (const action of refused) {
    const reason = fastEngine.explain(state, action);
    expect(reason, JSON.stringify(action)).toMatch(/^[A-Z].*\. The rule: [A-Z].*\. [A-Z].*\.$/);
    expect(() => fastEngine.step(state, action)).toThrow(new IllegalAction(reason!));
  }
  const fresh = reached(FOUR);
  expect(reasons(fresh, vote(0, 0, GREEN))).toBe('R0 has not opened ballot 0 to proposals.');
  const opened = reached(FOUR, open);
  expect(reasons(opened, vote(0, 0, GREEN))).toBe('No client has proposed green.');
  const promised = reached(FOUR, open, client(GREEN), ask, promise(0));
  expect(reasons(promised, vote(0, 0, GREEN))).toBe(
    'R0 has promised ballot 1, so ballot 0 is closed to it.',
  );
});

describe('a refusal names its rule and shows where it comes from:', () => {
  const at = (ballot: number, ...members: readonly number[]) =>
    members.map((member) => ({ member, ballot }));
  const begun = [open, client(GREEN), vote(0, 0, GREEN)];
  const heard = [...SPLIT, promise(0), promise(1), promise(2)];
  const asked = [...begun, ask, promise(0)];
  const decided = [...heard, propose(GREEN)];
  type Case = readonly [
    name: string,
    before: readonly FastAction[],
    action: FastAction,
    rule: RegExp,
    cells: readonly (readonly { member: number; ballot: number }[])[],
  ];
  const cases: readonly Case[] = [
    ['no such member', [], promise(7), /^Members go from/, [[]]],
    ['no such ballot', [], { type: 'ask', ballot: 7 }, /^Ballots go from/, [[]]],
    ['no such value', [], client(7), /^There are 2 values/, [[]]],
    ['open already', [open], open, /^Open ballot 0 once/, [at(0, 0)]],
    ['sent already', begun, client(GREEN), /^Send a proposal once/, [[]]],
    ['asked for the fast ballot', [], { type: 'ask', ballot: 0 }, /classic ballot/, [[]]],
    ['asked before', asked, ask, /^Ask for a ballot once/, [at(1, 1)]],
    [
      'promised the fast ballot',
      [],
      { type: 'promise', ballot: 0, member: 1 },
      /^Promise only a classic/,
      [[]],
    ],
    ['not asked for', begun, promise(1), /^Promise only what/, [at(1, 1)]],
    ['promised before', asked, promise(0), /^Promise only a higher/, [at(1, 0)]],
    [
      'proposed in the fast ballot',
      begun,
      { type: 'propose', ballot: 0, value: GREEN },
      /^Leave the fast ballot/,
      [[]],
    ],
    ['proposed without asking', begun, propose(GREEN), /was asked for/, [at(1, 1)]],
    ['no quorum', asked, propose(GREEN), /a quorum has promised/, [[], at(0, 1, 2, 3)]],
    ['proposed before', decided, propose(BLUE), /^Propose one value/, [at(1, 1)]],
    ['may have been chosen', heard, propose(BLUE), /may have been/, [at(0, 0, 1, 3), at(0, 2)]],
    ['the only colour', [...asked, promise(1), promise(2)], propose(BLUE), /only/, [at(0, 0)]],
    [
      'never sent',
      [open, ask, promise(0), promise(1), promise(2)],
      propose(BLUE),
      /a client has sent/,
      [[]],
    ],
    ['voted before it is open', [client(GREEN)], vote(0, 0, GREEN), /opened it/, [at(0, 0)]],
    ['voted for what was not sent', [open], vote(0, 0, GREEN), /a client has sent/, [[]]],
    ['voted twice', begun, vote(0, 0, GREEN), /^Vote once/, [at(0, 0)]],
    ['nothing proposed', heard, vote(1, 0, GREEN), /its leader proposed/, [at(1, 1)]],
    ['another proposed', decided, vote(1, 0, BLUE), /its leader proposed/, [at(1, 1)]],
    ['closed by a promise', [...begun, ask, promise(1)], vote(0, 1, GREEN), /^Keep/, [at(1, 1)]],
  ];
  test.each(cases)('%s', (_, before, action, rule, cells) => {
    const state = reached(FOUR, ...before);
    const refused = refusalOf(state, action)!;
    expect(refused.title).not.toMatch(/\.$/);
    expect(refused.rule).toMatch(rule);
    expect(refused.reasons.map((r) => r.cells)).toEqual(cells);
    expect(fastEngine.explain(state, action)).toBe(refusalWords(refused));
  });
});

const identify = ({ config: _, ...rest }: FastState) => JSON.stringify(rest);
const search = (change: Partial<FastConfig>) =>
  exploreAll(fastEngine, { ...FOUR, ...change }, 0, { identify, maxStates: 500_000 });

describe('every state of a small board keeps every promise', () => {
  test.each<[string, Partial<FastConfig>, number, number, number]>([
    ['four members, three of four', {}, 13_526, 41_025, 17],
    ['three members, all three for a fast ballot', { members: 3, quorum: 2 }, 2_304, 6_045, 14],
  ])('%s', (_, change, distinct, generated, depth) => {
    const { levels: __, ...found } = search(change);
    const whole = { complete: true, stopped: null, violation: null };
    expect(found).toEqual({ distinct, generated, depth, ...whole });
  });
});

describe('two values are chosen, in the fewest moves,', () => {
  test.each<[string, Partial<FastConfig>, number]>([
    ['if any reported value may be copied', { broken: 'copy-any' }, 15],
    ['if a collision frees the leader', { broken: 'start-afresh' }, 15],
    ['with fast quorums of two in four', { fastQuorum: 2 }, 7],
    ['with classic quorums of two in four', { quorum: 2 }, 13],
    ['with majorities of three', { members: 3, fastQuorum: 2, quorum: 2 }, 12],
    ['with majorities of five', { members: 5 }, 15],
  ])('%s', (_, change, moves) => {
    const { violation } = search(change);
    expect(violation?.invariant).toBe('one value chosen');
    expect(violation?.actions).toHaveLength(moves);
  });
});

const GAMES = 10_000;

test(`${GAMES} random games keep every promise, and say what happens`, () => {
  const config = fc.constantFrom<Partial<FastConfig>>(
    { values: 3, ballots: 3 },
    { members: 5, fastQuorum: 4, quorum: 3, values: 3, ballots: 4 },
    { members: 3, fastQuorum: 3, quorum: 2, ballots: 3 },
  );
  fc.assert(
    fc.property(config, fc.array(fc.nat({ max: 999 }), { maxLength: 40 }), (change, draws) => {
      let state = fastEngine.init({ ...FOUR, ...change }, 0);
      for (const draw of draws) {
        const legal = fastEngine.enabled(state);
        const useful = draw % 4 === 0 ? nextUseful(state) : null;
        const action = useful ?? legal[draw % Math.max(1, legal.length)];
        if (!action) break;
        expect(fastEngine.describe(state, action)).toMatch(/^[A-Z]/);
        const step = fastEngine.step(state, action);
        state = step.state;
        expect(brokenInvariant(fastEngine, state)).toBeNull();
        expect(fastEngine.caption(state, step.events)).toMatch(/^[A-Z].*\.$/);
      }
    }),
    // A failure prints its seed and the shortest game that fails.
    { numRuns: GAMES },
  );
});

test('left to itself, a collision is settled', () => {
  let state = reached(FOUR, ...SPLIT.slice(0, -1));
  for (let next = nextUseful(state); next !== null; next = nextUseful(state)) {
    state = fastEngine.step(state, next).state;
  }
  expect(chosenAt(state)).toEqual([{ ballot: 1, value: GREEN }]);
  expect(state.members.every((m) => m.votes[0] !== NONE)).toBe(true);
});
