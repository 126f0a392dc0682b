import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariant, type Frame } from '../../../../lab/engine.ts';
import { labelFrames, mainRun, unfold } from '../../../../lab/timeline.ts';
import { checklistScenarios } from '../../checklist-scenarios.ts';
import { type IcePairConfig, PLAIN_ICE } from '../ice/pair.ts';
import { iceAgents, runIce } from '../ice/run.ts';
import type { KindId } from '../kinds.ts';
import { show } from '../net/address.ts';
import { checklistEngine, settled } from './engine.ts';
import type { ChecklistAction, ChecklistEvent, ChecklistState } from './types.ts';

type ChecklistFrame = Frame<ChecklistState, ChecklistAction, ChecklistEvent>;

interface Moment {
  readonly state: ChecklistState;
  readonly events: readonly ChecklistEvent[];
}

/** A sentence or more, with nothing in it that was not filled in. */
function expectSound({ state, events }: Moment): void {
  expect(brokenInvariant(checklistEngine, state)).toBeNull();
  const caption = checklistEngine.caption(state, events);
  expect(caption).toMatch(/^[A-Z].*\.$/s);
  expect(caption).not.toMatch(/undefined|null|NaN|object/);
}

function play(more: Partial<IcePairConfig>, seed = 5): readonly Moment[] {
  const moments: Moment[] = [
    { state: checklistEngine.init({ ...PLAIN_ICE, ...more }, seed), events: [] },
  ];
  while (!settled(moments.at(-1)!.state)) {
    moments.push(checklistEngine.step(moments.at(-1)!.state, { type: 'next' }));
  }
  return moments;
}

const eventsOf = <Kind extends ChecklistEvent['kind']>(moments: readonly Moment[], kind: Kind) =>
  moments.flatMap(({ events }) =>
    events.filter((e): e is Extract<ChecklistEvent, { kind: Kind }> => e.kind === kind),
  );

describe.each(checklistScenarios)('$id', (scenario) => {
  test('has all its labels, and no more than 120 frames', () => {
    const frames = unfold(scenario, mainRun(scenario));
    expect(frames.length).toBeLessThan(120);
    expect(Object.keys(labelFrames(scenario, frames))).toEqual(Object.keys(scenario.labels));
    for (const frame of frames) expectSound(frame as Moment);
  });
});

const KINDS = ['none', 'restricted-cone', 'port-restricted-cone', 'symmetric', 'linux'] as const;
const pairs: readonly (readonly [KindId, KindId])[] = KINDS.flatMap((a) =>
  KINDS.map((b) => [a, b] as const),
);

test.each(pairs)('%s and %s select what they select without being looked at', (a, b) => {
  for (const roles of [PLAIN_ICE.roles, { a: 'controlling', b: 'controlling' } as const]) {
    const { state } = play({ a, b, roles }, 3).at(-1)!;
    const plain = runIce({ ...PLAIN_ICE, a, b, roles }, 3);
    const agents = iceAgents(state.net);
    for (const side of ['a', 'b'] as const) {
      const selected = agents[side].valid.filter((v) => v.nominated);
      expect(selected).toEqual(plain[side].selected);
      expect(agents[side].role).toBe(plain[side].role);
    }
  }
});

test('every check that is answered or dies was sent, in that order', () => {
  for (const [a, b] of pairs) {
    const { checks } = play({ a, b }).at(-1)!.state;
    expect(checks.length).toBeGreaterThan(1);
    for (const { at, end, endedAt } of checks) {
      expect(end === null).toBe(endedAt === null);
      if (endedAt !== null) expect(endedAt).toBeGreaterThan(at);
    }
  }
});

test('the first check of each side is of the highest pair, and a triggered one jumps the queue', () => {
  const moments = play({});
  const checks = eventsOf(moments, 'check');
  for (const side of ['a', 'b'] as const) {
    const first = checks.find((c) => c.side === side)!;
    expect([first.pair.local.type, first.pair.remote.type]).toEqual(['host', 'host']);
    expect(first.why).toEqual({ is: 'highest', behind: 0, thawed: false });
  }
  const triggered = checks.filter(({ why }) => why.is === 'came-in');
  expect(triggered.length).toBeGreaterThan(1);
  expect(triggered.every(({ cause }) => cause === 'triggered')).toBe(true);
});

test('with two components a success thaws the pair of the same foundation', () => {
  const moments = play({ components: 2 });
  for (const moment of moments) expectSound(moment);
  const thawed = eventsOf(moments, 'state').filter((e) => e.cause === 'foundation-succeeded');
  expect(thawed.length).toBeGreaterThan(0);
  const words = moments.map(({ state, events }) => checklistEngine.caption(state, events));
  expect(
    words.some((said) => /That thaws .* \(RTCP\): it is of the same foundation/.test(said)),
  ).toBe(true);
});

/** The frames of a scenario as it is told, and those that its labels name. */
function told(id: string) {
  const scenario = checklistScenarios.find((s) => s.id === id)!;
  const frames = unfold(scenario, mainRun(scenario)) as readonly ChecklistFrame[];
  const labels = labelFrames(scenario, frames);
  return { frames, at: (label: string) => frames[labels[label]!]! };
}

const captionOf = ({ state, events }: Moment) => checklistEngine.caption(state, events);

describe('ice-frozen', () => {
  const { frames, at } = told('ice-frozen');
  test('begins with RTCP frozen, behind RTP of the same foundations', () => {
    for (const { pairs } of Object.values(iceAgents(at('frozen').state.net))) {
      const frozen = pairs.filter(({ state }) => state === 'Frozen');
      expect(frozen).toHaveLength(2);
      expect(frozen.every(({ component }) => component === 2)).toBe(true);
      for (const { foundation } of frozen) {
        const alike = pairs.filter((p) => p.foundation === foundation);
        expect(alike.map(({ component }) => component)).toEqual([1, 2]);
      }
    }
    expect(captionOf(at('frozen'))).toMatch(/of one foundation if .* 2 others are frozen until/);
  });
  test('a success thaws the pair of its foundation, and the caption says which and why', () => {
    const { events } = at('thaws');
    const states = events.filter((e) => e.kind === 'state');
    const [won, thawed] = ['answer', 'foundation-succeeded'].map(
      (cause) => states.find((e) => e.cause === cause)!,
    );
    expect([won!.pair.component, won!.to]).toEqual([1, 'Succeeded']);
    expect([thawed!.pair.component, thawed!.to]).toEqual([2, 'Waiting']);
    expect(thawed!.pair.foundation).toBe(won!.pair.foundation);
    expect(thawed!.pair.history.map(({ to }) => to)).toEqual(['Frozen', 'Waiting']);
    const { local, remote } = thawed!.pair;
    expect(captionOf(at('thaws'))).toContain(
      `That thaws host ${show(local)} → server-reflexive ${show(remote)} (RTCP): it is of the same foundation (candidates of the same types, from the same machines and servers)`,
    );
  });
  test('a pair is selected for each, after patience with each of its own', () => {
    const selected = eventsOf(frames, 'selected');
    expect(selected.map(({ side, local }) => `${side}${local.component}`)).toEqual([
      'b1',
      'a1',
      'b2',
      'a2',
    ]);
    expect(eventsOf(frames, 'nominates').map(({ hoped }) => hoped)).toEqual([500, 500]);
  });
});

describe('ice-lost-nomination', () => {
  const { frames, at } = told('ice-lost-nomination');
  const nominations = (frame: ChecklistFrame) =>
    frame.state.checks.filter(({ cause }) => cause === 'nomination');
  test('the check with USE-CANDIDATE is lost, and neither has selected anything', () => {
    expect(at('lost').action).toMatchObject({ type: 'drop' });
    expect(nominations(at('lost'))).toMatchObject([{ side: 'a', again: 0, end: 'died' }]);
    expect(captionOf(at('lost'))).toMatch(/B has not heard it and selects nothing yet/);
    const before = frames.slice(0, at('again').index + 1);
    expect(eventsOf(before, 'selected')).toEqual([]);
    expect(eventsOf(before, 'accepts')).toEqual([]);
  });
  test('it is sent again, and both select the same pair', () => {
    expect(nominations(at('end'))).toMatchObject([
      { again: 0, end: 'died' },
      { again: 1, end: 'answered' },
    ]);
    expect(at('again').state.net.now - at('lost').state.net.now).toBe(500);
    expect(captionOf(at('again'))).toMatch(/its nomination was not answered/);
    const { a, b } = iceAgents(at('end').state.net);
    const [mine, yours] = [a, b].map(({ valid }) => valid.find((v) => v.nominated)!);
    expect([show(mine!.local), show(mine!.remote)]).toEqual([
      show(yours!.remote),
      show(yours!.local),
    ]);
  });
  test('a second one that is lost is no news to B, once B has heard another', () => {
    let { state } = at('again');
    const sent = () => state.checks.findLast(({ cause }) => cause === 'nomination')!;
    // The answer to what B has heard is held back, so that A asks a third time.
    while (sent().again < 2) {
      const queue = state.net.queue.filter(
        (task) => !('packet' in task && task.packet.payload.is === 'check-answer'),
      );
      state = { ...state, net: { ...state.net, queue } };
      state = checklistEngine.step(state, { type: 'next' }).state;
    }
    const drop = checklistEngine.enabled(state).find(({ type }) => type === 'drop')!;
    const stepped = checklistEngine.step(state, drop);
    expect(stepped.events).toMatchObject([{ kind: 'died', words: null, carried: 'check' }]);
    expect(captionOf(stepped)).toMatch(/is lost, by hand\.$/);
  });
});

describe('where both begin as controlling', () => {
  test('the one with the smaller tiebreaker gives way, once', () => {
    const moments = play({ roles: { a: 'controlling', b: 'controlling' } });
    expect(eventsOf(moments, 'role')).toEqual([
      { kind: 'role', side: 'b', role: 'controlled', told: false },
    ]);
    expect(eventsOf(moments, 'refuses').every(({ side }) => side === 'a')).toBe(true);
    expect(eventsOf(moments, 'selected')).toHaveLength(2);
  });
  test('or it is A, where that has the smaller one', () => {
    const roles = { a: 'controlling', b: 'controlling' } as const;
    const moments = play({ roles, tiebreakers: { a: '5', b: '6' } });
    expect(eventsOf(moments, 'role').map(({ side }) => side)).toEqual(['a']);
  });
});

test('without TURN and behind two hard NATs both checklists fail, in words', () => {
  const moments = play({ a: 'symmetric', b: 'symmetric', turn: false });
  for (const moment of moments) expectSound(moment);
  expect(eventsOf(moments, 'selected')).toEqual([]);
  expect(eventsOf(moments, 'failed').length).toBeGreaterThan(0);
});

test('a check that is lost by hand is not answered', () => {
  let state = checklistEngine.init(PLAIN_ICE, 5);
  const drop = () => checklistEngine.enabled(state).find(({ type }) => type === 'drop');
  while (!drop()) state = checklistEngine.step(state, { type: 'next' }).state;
  expect(checklistEngine.describe(state, drop()!)).toMatch(/^Lose B’s check of host .* → host .*/);
  const { events, state: after } = checklistEngine.step(state, drop()!);
  expect(events).toMatchObject([{ kind: 'died', side: 'b' }]);
  expect(after.checks[0]).toMatchObject({ end: 'died' });
  expectSound({ state: after, events });
});

test('whatever is done, checks are paced and both select the same pair (seed 8445)', () => {
  let selections = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 60, maxLength: 160 }), (choices) => {
      let state = checklistEngine.init(PLAIN_ICE, 9);
      for (const choice of choices) {
        const menu = checklistEngine.enabled(state);
        const drops = menu.filter(({ type }) => type === 'drop');
        const anew = menu.filter(({ type }) => type !== 'drop' && type !== 'next');
        // Beginning anew is the rarest, and losing a check rarer than going on.
        const among = choice % 80 === 0 ? anew : choice % 10 === 1 ? drops : menu.slice(0, 1);
        const action = among[choice % among.length] ?? menu[0]!;
        expect(checklistEngine.describe(state, action)).not.toMatch(/undefined/);
        const stepped = checklistEngine.step(state, action);
        expectSound(stepped);
        state = stepped.state;
        selections += eventsOf([stepped], 'selected').length;
      }
    }),
    { seed: 8445, numRuns: 40 },
  );
  expect(selections).toBeGreaterThan(40);
});
