import { describe, expect, test } from 'vitest';
import { brokenInvariant, IllegalAction } from '../../../../lab/engine.ts';
import { appliedBy, chosenIn, currentBallot, dutiesOf } from './derived.ts';
import { logEngine } from './engine.ts';
import { nextUseful } from './menu.ts';
import { type LogAction, type LogConfig, type LogState, NO_OP, NONE } from './types.ts';

const FIVE: LogConfig = {
  members: 5,
  slots: 4,
  ballots: 10,
  commands: ['x=1', 'y=2', 'z=3'],
  crashes: 2,
  broken: null,
};

const ask = (ballot: number): LogAction => ({ type: 'ask', ballot });
const promise = (ballot: number, member: number): LogAction => ({
  type: 'promise',
  ballot,
  member,
});
const submit: LogAction = { type: 'submit' };
const propose = (ballot: number, slot: number, value: string): LogAction => ({
  type: 'propose',
  ballot,
  slot,
  value,
});
const accept = (ballot: number, slot: number, member: number): LogAction => ({
  type: 'accept',
  ballot,
  slot,
  member,
});
const crash = (member: number): LogAction => ({ type: 'crash', member });
const learn = (member: number, slot: number): LogAction => ({ type: 'learn', member, slot });

function reached(config: LogConfig, ...actions: readonly LogAction[]): LogState {
  return actions.reduce(
    (state, action) => {
      const next = logEngine.step(state, action).state;
      expect(brokenInvariant(logEngine, next)).toBeNull();
      return next;
    },
    logEngine.init(config, 0),
  );
}

const LED = [ask(0), promise(0, 1), promise(0, 2)];

describe('one phase 1 for every slot', () => {
  test('a quorum of promises opens all slots at once', () => {
    const state = reached(FIVE, ...LED, submit, submit, propose(0, 0, 'x=1'));
    expect(logEngine.explain(state, propose(0, 1, 'y=2'))).toBeNull();
    expect(currentBallot(state)).toBe(0);
  });

  test('before the quorum nothing may be proposed', () => {
    const state = reached(FIVE, ask(0), promise(0, 1), submit);
    expect(logEngine.explain(state, propose(0, 0, 'x=1'))).toBe(
      'R0 has heard 2 of the 3 promises that a proposal needs.',
    );
  });

  test('a promise closes lower ballots in every slot', () => {
    const state = reached(FIVE, ...LED, submit, propose(0, 0, 'x=1'), ask(1), promise(1, 2));
    expect(logEngine.explain(state, accept(0, 0, 2))).toBe(
      'R2 has promised ballot 1, so ballot 0 is closed to it, in every slot.',
    );
    expect(logEngine.explain(state, accept(0, 0, 3))).toBeNull();
  });
});

describe('a takeover', () => {
  const GAP = [
    ...LED,
    submit,
    submit,
    submit,
    propose(0, 0, 'x=1'),
    propose(0, 1, 'y=2'),
    accept(0, 1, 1),
    crash(0),
    accept(0, 1, 2),
    ask(1),
    promise(1, 2),
    promise(1, 3),
  ];

  test('copies what is reported, fills the gap below it, and goes on with new commands', () => {
    const state = reached(FIVE, ...GAP);
    expect(dutiesOf(state, 1)).toEqual([
      { kind: 'gap', value: NO_OP },
      { kind: 'copy', value: 'y=2', from: 0 },
      { kind: 'free', value: 'x=1' },
      { kind: 'free', value: null },
    ]);
    expect(logEngine.explain(state, propose(1, 1, 'z=3'))).toBe(
      'R1 has to copy y=2: of the votes reported for slot 2 it has the highest ballot, 0.',
    );
    expect(logEngine.explain(state, propose(1, 0, 'x=1'))).toMatch(/^Slot 1 is a gap: /);
    expect(logEngine.explain(state, propose(1, 2, NO_OP))).toBe(
      'Slot 3 is free, and a no-op only fills a gap.',
    );
    expect(logEngine.explain(state, propose(1, 2, 'z=3'))).toBe(
      'x=1 was sent before z=3, and the commands are placed in order.',
    );
    expect(logEngine.explain(state, propose(1, 3, 'x=1'))).toBe(
      'Slot 3 is free too, and the slots are filled in order.',
    );
  });

  test('a slot chosen behind a hole is known, and applied only when the hole is closed', () => {
    const copied = reached(FIVE, ...GAP, propose(1, 1, 'y=2'), accept(1, 1, 2), accept(1, 1, 3));
    expect(copied.members[1]!.known[1]).toBe('y=2');
    expect(appliedBy(copied, copied.members[1]!)).toEqual([]);
    const filling = [propose(1, 0, NO_OP), accept(1, 0, 2), accept(1, 0, 4)];
    const filled = filling.reduce((s, a) => logEngine.step(s, a).state, copied);
    expect(appliedBy(filled, filled.members[1]!)).toEqual([0, 1]);
  });

  test('of two reported votes the one with the higher ballot counts', () => {
    const state = reached(
      FIVE,
      ...[ask(0), promise(0, 3), promise(0, 4), submit, submit],
      ...[propose(0, 0, 'x=1'), propose(0, 1, 'y=2'), accept(0, 0, 3), accept(0, 1, 1)],
      ...[ask(1), promise(1, 2), promise(1, 4), propose(1, 0, NO_OP), accept(1, 0, 2)],
      ...[ask(2), promise(2, 3), promise(2, 4)],
    );
    // R3 reports x=1 in ballot 0, R2 itself the no-op in ballot 1.
    expect(dutiesOf(state, 2)[0]).toEqual({ kind: 'copy', value: NO_OP, from: 1 });
  });
});

describe('what is chosen and what is known', () => {
  test('votes that nobody counts choose all the same', () => {
    const state = reached(
      FIVE,
      ...[...LED, submit, propose(0, 0, 'x=1'), accept(0, 0, 1), crash(0), accept(0, 0, 2)],
    );
    expect(chosenIn(state, 0)).toBe('x=1');
    expect(state.members.every((m) => m.known[0] === null)).toBe(true);
    expect(logEngine.explain(state, learn(3, 0))).toBe(
      'Nobody who is there knows of a value chosen in slot 1.',
    );
  });

  test('a crash takes the lead, and nothing that is on disk', () => {
    const before = reached(FIVE, ...LED, submit, propose(0, 0, 'x=1'));
    const back = [crash(0), { type: 'restart', member: 0 } as const].reduce<LogState>(
      (s, a) => logEngine.step(s, a).state,
      before,
    );
    expect(back.members[0]).toEqual(before.members[0]);
    expect(currentBallot(back)).toBe(NONE);
    expect(logEngine.explain(back, propose(0, 1, 'x=1'))).toBe(
      'R0 has crashed since it asked for ballot 0: it no longer leads it.',
    );
  });
});

test('every refusal gives its reason, and the engine throws it', () => {
  const state = reached(FIVE, ...LED, submit, propose(0, 0, 'x=1'), crash(3));
  const refused: readonly LogAction[] = [
    { type: 'promise', ballot: 0, member: 7 },
    ask(10),
    propose(0, 4, 'x=1'),
    ask(0),
    promise(1, 2),
    promise(0, 2),
    promise(0, 3),
    propose(0, 0, 'x=1'),
    propose(0, 1, 'x=1'),
    propose(0, 1, 'y=2'),
    accept(0, 1, 1),
    accept(0, 0, 0),
    accept(0, 0, 3),
    learn(1, 0),
    { type: 'catch-up', member: 1 },
    crash(3),
    { type: 'restart', member: 1 },
  ];
  for (const action of refused) {
    const reason = logEngine.explain(state, action);
    expect(reason, JSON.stringify(action)).toMatch(/^[A-Z].*\.$/);
    expect(() => logEngine.step(state, action)).toThrow(new IllegalAction(reason!));
  }
});

test('left to itself, a log with a dead leader comes to its end', () => {
  let state = reached(FIVE, ...LED, submit, propose(0, 0, 'x=1'), submit, submit, crash(0));
  for (let next = nextUseful(state); next !== null; next = nextUseful(state)) {
    state = logEngine.step(state, next).state;
  }
  const live = state.members.filter((m) => m.up);
  expect(live.map((m) => m.known)).toEqual(
    Array.from({ length: 4 }, () => ['x=1', 'y=2', 'z=3', null]),
  );
});
