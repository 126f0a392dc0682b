import { describe, expect, test } from 'vitest';
import { brokenInvariant, IllegalAction } from '../../../../lab/engine.ts';
import { refusalWords } from '../conditions.ts';
import { appliedBy, chosenIn, currentBallot, dutiesOf } from './derived.ts';
import { logEngine } from './engine.ts';
import { nextUseful } from './menu.ts';
import { refusalOf } from './refusal.ts';
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

const reasons = (state: LogState, action: LogAction) =>
  refusalOf(state, action)
    ?.reasons.map((r) => r.text)
    .join(' ');

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
    expect(reasons(state, propose(0, 0, 'x=1'))).toBe(
      'R0 has heard 2 of the 3 promises that a proposal needs. R2, R3 and R4 may have accepted what R0 does not know of.',
    );
  });

  test('a promise closes lower ballots in every slot', () => {
    const state = reached(FIVE, ...LED, submit, propose(0, 0, 'x=1'), ask(1), promise(1, 2));
    expect(reasons(state, accept(0, 0, 2))).toBe(
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
    expect(reasons(state, propose(1, 1, 'z=3'))).toBe(
      'R1 has to copy y=2: of the votes reported for slot 2 it has the highest ballot, 0. R0 and R4 are not heard from: with R1 and R2 that may be a quorum, and y=2 may be chosen.',
    );
    expect(reasons(state, propose(1, 0, 'x=1'))).toMatch(/^Slot 1 is a gap: /);
    expect(reasons(state, propose(1, 2, NO_OP))).toBe(
      'Slot 3 is free, and a no-op only fills a gap.',
    );
    expect(reasons(state, propose(1, 2, 'z=3'))).toBe(
      'x=1 was sent before z=3, and the commands are placed in order.',
    );
    expect(reasons(state, propose(1, 3, 'x=1'))).toBe(
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
    expect(reasons(state, learn(3, 0))).toBe(
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
    expect(reasons(back, propose(0, 1, 'x=1'))).toBe(
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
    expect(reason, JSON.stringify(action)).toMatch(/^[A-Z].*\. The rule: [A-Z].*\. [A-Z].*\.$/);
    expect(() => logEngine.step(state, action)).toThrow(new IllegalAction(reason!));
  }
});

describe('a refusal names its rule and shows where it comes from:', () => {
  const chosen = [...LED, submit, propose(0, 0, 'x=1'), accept(0, 0, 1), accept(0, 0, 2)];
  const over = [ask(0), promise(0, 1), promise(0, 2), submit, propose(0, 0, 'x=1'), submit];
  const seat = (member: number) => [{ member, slot: null }];
  const at = (member: number, slot: number) => [{ member, slot }];
  const spent = { ...FIVE, commands: [] };
  const shorter = { ...FIVE, crashes: 0 };
  type Case = readonly [
    name: string,
    config: LogConfig,
    before: readonly LogAction[],
    action: LogAction,
    rule: RegExp,
    cells: readonly (readonly { member: number; slot: number | null }[])[],
  ];
  const cases: readonly Case[] = [
    ['no such member', FIVE, [], promise(0, 9), /^Members go from/, [[]]],
    ['no such ballot', FIVE, [], ask(10), /^Ballots go from/, [[]]],
    ['no such slot', FIVE, LED, propose(0, 9, 'x=1'), /^The log has slots/, [[]]],
    ['all is sent', spent, [], submit, /^Send each command once/, [[]]],
    ['asked before', FIVE, LED, ask(0), /^Ask for a ballot once/, [seat(0)]],
    ['asked too low', FIVE, [ask(1), promise(1, 0)], ask(0), /^Ask only with a higher/, [seat(0)]],
    ['asked while down', FIVE, [crash(1)], ask(1), /^R1 has to be there/, [seat(1)]],
    ['not asked for', FIVE, [], promise(0, 1), /^Promise only what somebody/, [seat(0)]],
    ['promised before', FIVE, LED, promise(0, 1), /^Promise only a higher/, [seat(1)]],
    [
      'no quorum',
      FIVE,
      over.slice(0, 1),
      propose(0, 0, NO_OP),
      /a quorum/,
      [[], [1, 2, 3, 4].flatMap(seat)],
    ],
    ['not asked at all', FIVE, [], propose(0, 0, NO_OP), /asked for/, [seat(0)]],
    ['proposed before', FIVE, over, propose(0, 0, 'y=2'), /^Propose one value/, [at(0, 0)]],
    [
      'led by one who crashed',
      FIVE,
      [...over, crash(0), { type: 'restart', member: 0 }],
      propose(0, 1, 'y=2'),
      /^Ask again after a crash/,
      [seat(0)],
    ],
    [
      'led by one who promised another',
      FIVE,
      [...over, ask(1), promise(1, 0)],
      propose(0, 1, 'y=2'),
      /^Keep the promise/,
      [seat(0)],
    ],
    [
      'known to be chosen',
      FIVE,
      [...chosen, learn(1, 0), ask(1), promise(1, 2), promise(1, 3)],
      propose(1, 0, 'x=1'),
      /^Propose nothing where/,
      [at(1, 0)],
    ],
    ['never sent', FIVE, over, propose(0, 1, 'z=3'), /a client has sent/, [[]]],
    ['a no-op where no gap is', FIVE, over, propose(0, 1, NO_OP), /only into a gap/, [at(0, 1)]],
    ['a slot skipped', FIVE, over, propose(0, 2, 'y=2'), /first free slot/, [at(0, 1)]],
    ['placed before', FIVE, over, propose(0, 1, 'x=1'), /^Place each command/, [at(0, 0)]],
    ['nothing to accept', FIVE, over, accept(0, 1, 1), /^Accept only what/, [at(0, 1)]],
    ['accepted before', FIVE, over, accept(0, 0, 0), /^Accept a proposal once/, [at(0, 0)]],
    [
      'closed by a promise',
      FIVE,
      [...over, ask(1), promise(1, 2)],
      accept(0, 0, 2),
      /^Keep the promise/,
      [seat(2)],
    ],
    ['known already', FIVE, chosen, learn(0, 0), /does not know/, [at(0, 0)]],
    ['nobody knows', FIVE, over, learn(1, 0), /^Only who knows what/, [[]]],
    ['nobody knows more', FIVE, over, { type: 'catch-up', member: 1 }, /knows more/, [seat(1)]],
    ['no more crashes', shorter, [], crash(1), /^No more than 0/, [[]]],
    ['crashed already', FIVE, [crash(1)], crash(1), /has to be there/, [seat(1)]],
    ['never crashed', FIVE, [], { type: 'restart', member: 1 }, /^Only who is down/, [seat(1)]],
  ];
  test.each(cases)('%s', (_, config, before, action, rule, cells) => {
    const state = reached(config, ...before);
    const refused = refusalOf(state, action)!;
    expect(refused.title).not.toMatch(/\.$/);
    expect(refused.rule).toMatch(rule);
    expect(refused.reasons.map((r) => r.cells)).toEqual(cells);
    expect(logEngine.explain(state, action)).toBe(refusalWords(refused));
  });

  test('a vote that has to be copied, and a gap before it', () => {
    const state = reached(
      FIVE,
      ...[...LED, submit, submit, propose(0, 0, 'x=1'), propose(0, 1, 'y=2')],
      ...[accept(0, 1, 1), crash(0), ask(1), promise(1, 2), promise(1, 3)],
    );
    expect(refusalOf(state, propose(1, 1, 'x=1'))).toEqual({
      title: 'R1 may not propose x=1 for slot 2',
      rule: 'Copy the reported vote that has the highest ballot.',
      reasons: [
        { text: expect.stringMatching(/^R1 has to copy y=2/), cells: at(1, 1) },
        {
          text: 'R0 and R4 are not heard from: with R1 that may be a quorum, and y=2 may be chosen.',
          cells: [...at(0, 1), ...at(4, 1)],
        },
      ],
    });
    expect(refusalOf(state, propose(1, 0, 'x=1'))).toMatchObject({
      rule: 'Fill a gap with a no-op.',
      reasons: [{ cells: at(1, 1) }, { cells: at(1, 0) }],
    });
  });
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
