import { expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { over, pathEngine, talkers } from './engine.ts';
import type { PathConfig, PathEvent, PathState } from './types.ts';

const CONFIG: PathConfig = {
  a: 'port-restricted-cone',
  b: 'port-restricted-cone',
  every: 500,
  messages: 16,
  probes: 1000,
  heartbeat: 3000,
  trust: 6500,
  outage: null,
};

function play(config: PathConfig, outage?: { from: number; to: number }) {
  let state: PathState = pathEngine.init(config, 5);
  const events: PathEvent[] = [];
  let changes = outage ? [outage.from, outage.to] : [];
  for (let i = 0; i < 900 && !over(state); i += 1) {
    const due = changes[0] !== undefined && state.net.now >= changes[0];
    const allowed = changes.length === 1;
    const step = pathEngine.step(
      state,
      due ? { type: 'udp', side: 'a', allowed } : { type: 'next' },
    );
    if (due) changes = changes.slice(1);
    state = step.state;
    events.push(...step.events);
    expect(brokenInvariant(pathEngine, state)).toBeNull();
    expect(pathEngine.caption(state, step.events)).toMatch(/^[A-Z].*\.$/);
  }
  return { state, events };
}

const messages = (events: readonly PathEvent[]) => events.filter((e) => e.kind === 'message');

test('the first words go over the relay, later ones directly and in half the time', () => {
  const { events, state } = play(CONFIG);
  const said = messages(events);
  expect(said[0]).toMatchObject({ number: 1, relayed: true, latency: 84 });
  expect(said.at(-1)).toMatchObject({ relayed: false, latency: 44 });
  for (const side of ['a', 'b']) {
    const own = said.filter(({ by }) => by === side);
    const turn = own.findIndex(({ relayed }) => !relayed);
    expect(own.slice(turn).every(({ relayed }) => !relayed)).toBe(true);
  }
  expect(talkers(state).a.heard).toHaveLength(16);
});

test('without a way of their own they stay with the relay, and lose nothing', () => {
  const { events } = play({ ...CONFIG, a: 'symmetric', b: 'symmetric' });
  expect(messages(events)).toHaveLength(32);
  expect(messages(events).every(({ relayed }) => relayed)).toBe(true);
  expect(events.some(({ kind }) => kind === 'died')).toBe(true);
});

test('when UDP stops, the way is given up after its trust, and found again', () => {
  const { events } = play({ ...CONFIG, messages: 60 }, { from: 6000, to: 18_000 });
  const ways = events.filter((e) => e.kind === 'way');
  expect(ways.map(({ to }) => to !== null)).toEqual([true, true, false, false, true, true]);
  const late = messages(events).slice(-4);
  expect(late.every(({ relayed }) => !relayed)).toBe(true);
});

test('what is said while nobody knows that the way is gone is lost, not made up', () => {
  const { state } = play({ ...CONFIG, messages: 60 }, { from: 6000, to: 18_000 });
  const { a, b } = talkers(state);
  expect(b.heard.length).toBeLessThan(a.said);
  expect(a.said - b.heard.length).toBeLessThanOrEqual(14);
});
