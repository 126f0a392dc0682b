import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { textOf } from '../algorithm.ts';
import { deletingEngine } from './engine.ts';
import type { DeleteRule, DeletingAction, DeletingConfig, DeletingState } from './types.ts';

const cat = (rule: DeleteRule, authors = ['Ada', 'Ben']): DeletingConfig => ({
  authors,
  text: 'cat',
  rule,
  bounds: { letters: 8, deletions: 3 },
});
const A = { replica: 0, counter: 2 };
const R: DeletingAction = { type: 'insert', author: 1, after: A, value: 'r' };
const DELETE_A: DeletingAction = { type: 'delete', author: 0, target: A };
const toAda: DeletingAction = { type: 'deliver', to: 0, operation: { replica: 1, counter: 1 } };
const toBen: DeletingAction = { type: 'deliver', to: 1, operation: { replica: 0, counter: 4 } };

function play(config: DeletingConfig, actions: readonly DeletingAction[]) {
  const captions: string[] = [];
  let state = deletingEngine.init(config, 1);
  for (const action of actions) {
    const step = deletingEngine.step(state, action);
    state = step.state;
    captions.push(deletingEngine.caption(state, step.events));
  }
  const texts = state.replicas.map(({ doc }) => textOf(doc));
  return { state, texts, captions, broken: brokenInvariant(deletingEngine, state) };
}

const story = [R, DELETE_A, toAda, toBen];

test('with a tombstone the letter typed behind it finds its place, and nothing is broken', () => {
  const { texts, broken, captions } = play(cat('tombstone'), story);
  expect(texts).toEqual(['crt', 'crt']);
  expect(broken).toBeNull();
  expect(captions).toEqual([
    'Ben types r behind a, and it hangs on a.',
    'Ada deletes a. It stays in the tree, unseen, and t hangs on it as before.',
    'Ben’s r reaches Ada, and hangs on a, which is a tombstone there: the ghost knows its place.',
    'Ada’s deletion of a reaches Ben. It stays in the tree, unseen, and t and r hang on it as before. Everything has arrived, and both read “crt”.',
  ]);
});

test('dropping the children loses the rest of the word, and what Ben typed', () => {
  const { texts, broken, captions } = play(cat('drop-children'), story);
  expect(texts).toEqual(['c', 'c']);
  expect(broken).toEqual({
    invariant: 'nothing is lost',
    message: 't and r are gone from Ada’s copy, and nobody deleted them',
  });
  expect(captions.slice(1, 3)).toEqual([
    'Ada deletes a. t goes with it.',
    'Ben’s r reaches Ada, where a is gone. A letter without a parent is dropped.',
  ]);
});

test('hanging the children on the start makes a letter jump, and all agree', () => {
  const { texts, broken } = play(cat('reattach-to-root'), story);
  expect(texts).toEqual(['rtc', 'rtc']);
  expect(broken).toEqual({
    invariant: 'nothing jumps',
    message: 't jumped before c in Ada’s copy when a was deleted',
  });
});

test('hanging the children on the parent leaves the two with different texts', () => {
  const { texts, broken } = play(cat('reattach-to-parent'), story);
  expect(texts).toEqual(['rct', 'crt']);
  expect(broken).toEqual({
    invariant: 'convergence',
    message: 'Ada and Ben have seen the same operations, and read “rct” and “crt”',
  });
});

test('of three, whoever hears of the letter first agrees with its author', () => {
  const toCleo = (operation: { replica: number; counter: number }): DeletingAction => ({
    type: 'deliver',
    to: 2,
    operation,
  });
  const [letter, deletion] = [
    { replica: 1, counter: 1 },
    { replica: 0, counter: 4 },
  ];
  const config = cat('reattach-to-parent', ['Ada', 'Ben', 'Cleo']);
  const first = play(config, [...story, toCleo(letter), toCleo(deletion)]);
  expect(first.texts).toEqual(['rct', 'crt', 'crt']);
  const second = play(config, [...story, toCleo(deletion), toCleo(letter)]);
  expect(second.texts).toEqual(['rct', 'crt', 'rct']);
});

test('another rule does everything again, but for what it leaves nothing to do to', () => {
  const deleteT: DeletingAction = { type: 'delete', author: 0, target: { replica: 0, counter: 3 } };
  const { state } = play(cat('tombstone'), [R, DELETE_A, deleteT]);
  const { state: again, events } = deletingEngine.step(state, {
    type: 'rule',
    rule: 'drop-children',
  });
  expect(again).toMatchObject({ rule: 'drop-children', deeds: [R, DELETE_A] });
  expect(deletingEngine.caption(again, events)).toBe(
    'The same again by another rule. A deleted letter goes, and everything that hangs on it. One step can no longer be done.',
  );
});

test.each<[string, DeletingAction, string]>([
  ['a hidden letter', { ...DELETE_A, author: 0 }, 'Ada’s copy shows no letter 0.2 to delete.'],
  [
    'behind a hidden one',
    { ...R, author: 0 } as DeletingAction,
    'Ada’s copy shows no letter 0.2 to type behind.',
  ],
  [
    'two letters',
    { type: 'insert', author: 0, after: null, value: 'xy' },
    'One letter is typed at a time, and “xy” is none.',
  ],
  [
    'nobody',
    { type: 'delete', author: 5, target: A },
    'There is no author 5; there are 2, from 0.',
  ],
  [
    'what is not there',
    { type: 'deliver', to: 0, operation: { replica: 1, counter: 9 } },
    'Nobody has done anything that is called 1.9.',
  ],
  [
    'what was seen',
    { type: 'deliver', to: 0, operation: { replica: 0, counter: 1 } },
    'Ada has seen that already.',
  ],
  ['the same rule', { type: 'rule', rule: 'tombstone' }, 'That is the rule already.'],
])('%s is refused in words', (_, action, reason) => {
  const { state } = play(cat('tombstone'), [R, DELETE_A]);
  expect(deletingEngine.explain(state, action)).toBe(reason);
  expect(() => deletingEngine.step(state, action)).toThrow(reason);
});

test('an operation waits for what its author had seen', () => {
  const more: DeletingAction = {
    type: 'insert',
    author: 1,
    after: { replica: 1, counter: 1 },
    value: 's',
  };
  const { state } = play(cat('tombstone'), [R, more]);
  const early: DeletingAction = { type: 'deliver', to: 0, operation: { replica: 1, counter: 2 } };
  expect(deletingEngine.explain(state, early)).toBe(
    'Ben had seen something before that, which Ada has not.',
  );
});

test('there is an end to letters and deletions', () => {
  const config = { ...cat('tombstone'), bounds: { letters: 3, deletions: 0 } };
  const state = deletingEngine.init(config, 1);
  expect(deletingEngine.explain(state, R)).toBe(
    'This lab has room for 3 letters, and they have all been typed.',
  );
  expect(deletingEngine.explain(state, DELETE_A)).toBe(
    'This lab has room for 0 deletions, and they have all been made.',
  );
});

const RULES: readonly DeleteRule[] = [
  'tombstone',
  'drop-children',
  'reattach-to-root',
  'reattach-to-parent',
];

/** Any walk of enabled actions, chosen by the numbers. */
function walk(rule: DeleteRule, authors: readonly string[], choices: readonly number[]) {
  let state: DeletingState = deletingEngine.init({ ...cat(rule, [...authors]) }, 1);
  for (const choice of choices) {
    const actions = deletingEngine.enabled(state);
    const action = actions[choice % actions.length]!;
    expect(deletingEngine.explain(state, action)).toBeNull();
    const step = deletingEngine.step(state, action);
    expect(deletingEngine.caption(step.state, step.events)).toMatch(/^[A-Z].*\.$/);
    expect(deletingEngine.describe(state, action)).toMatch(/\w/);
    state = step.state;
  }
  return state;
}

describe.each(RULES)('by the rule %s', (rule) => {
  test('every enabled action can be done and told, and states are plain data', () => {
    const choices = fc.array(fc.nat(60), { maxLength: 14 });
    const authors = fc.constantFrom(['Ada', 'Ben'], ['Ada', 'Ben', 'Cleo']);
    fc.assert(
      fc.property(authors, choices, (names, picked) => {
        const state = walk(rule, names, picked);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

test('with tombstones nothing is ever broken, whoever does what', () => {
  const noRules = (choices: readonly number[]) => {
    let state = deletingEngine.init(cat('tombstone', ['Ada', 'Ben', 'Cleo']), 1);
    for (const choice of choices) {
      const actions = deletingEngine.enabled(state).filter(({ type }) => type !== 'rule');
      if (actions.length === 0) break;
      state = deletingEngine.step(state, actions[choice % actions.length]!).state;
      expect(brokenInvariant(deletingEngine, state)).toBeNull();
    }
  };
  fc.assert(fc.property(fc.array(fc.nat(60), { maxLength: 24 }), noRules), {
    seed: 3,
    numRuns: 80,
  });
});
