import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { KIND_IDS } from '../kinds.ts';
import { schedule } from '../net/step.ts';
import type { NetEvent } from '../net/types.ts';
import { PLAIN, rulesOf } from '../pair.ts';
import { type Axis, changedAxes } from './axes.ts';
import { playEngine } from './engine.ts';
import { over } from './legal.ts';
import type { PlayConfig, PlayEvent, PlayState } from './types.ts';

const SEED = 20_261_121;

interface Frame {
  readonly state: PlayState;
  readonly events: readonly PlayEvent[];
  readonly said: string;
}

function played(more: Partial<PlayConfig>, seed = 7): readonly Frame[] {
  let state = playEngine.init({ ...PLAIN, until: 120_000, ...more }, seed);
  const frames: Frame[] = [{ state, events: [], said: playEngine.caption(state, []) }];
  while (over(state) === null) {
    const { state: next, events } = playEngine.step(state, { type: 'next' });
    state = next;
    frames.push({ state, events, said: playEngine.caption(state, events) });
  }
  return frames;
}

const said = (frames: readonly Frame[], words: RegExp): number =>
  frames.findIndex((frame) => words.test(frame.said));

describe('two port-restricted cones', () => {
  const frames = played({});
  test('the first probe dies, the second is let in, since the first had gone out', () => {
    const dies = said(frames, /^A’s probe dies at B’s NAT: address-and-port-dependent filter/);
    const enters = said(frames, /^A’s NAT lets B’s probe in: its own side has written to/);
    expect(dies).toBeGreaterThan(0);
    expect(enters).toBeGreaterThan(dies);
    expect(frames.at(-1)!.said).toContain('through punched holes');
  });
  test('the times are those of the wires: 42 ms to the other’s device', () => {
    const at = (words: RegExp) => frames[said(frames, words)]!.state.net.now;
    const sent = at(/^A’s probe leaves for/);
    expect(at(/^A’s probe dies/) - sent).toBe(42);
    expect(at(/^B’s probe leaves for/) - sent).toBe(50);
  });
  test('every frame says something, and what it says is about one thing', () => {
    for (const { said: words } of frames) {
      expect(words).toMatch(/^[A-Z“].*\.$/s);
      expect(words).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

test('a hole that was opened a minute ago is closed; trying again opens it', () => {
  const late = { waits: { a: 0, b: 60_000 }, interval: 500 };
  const once = played({ ...late, rounds: 1 });
  expect(once.at(-1)!.said).not.toContain('through');
  const closed = once.find(({ events }) => events.some((e) => e.kind === 'expire'));
  expect(closed?.said).toContain('no longer lets in');
  const again = played({ ...late, rounds: 200 });
  expect(again.at(-1)!.said).toContain('through punched holes');
});

describe('by hand', () => {
  const frames = played({});
  const flying = frames.find(({ said: words }) => words.startsWith('A’s probe leaves as'))!;
  const packet = flying.state.net.queue.find((task) => task.do === 'cross')!;
  const id = packet.do === 'cross' ? packet.packet.id : 0;
  test('a packet is lost, held back, or doubled', () => {
    const lost = playEngine.step(flying.state, { type: 'drop', packet: id });
    expect(playEngine.caption(lost.state, lost.events)).toContain('dropped by hand');
    expect(playEngine.explain(lost.state, { type: 'drop', packet: id })).toContain('not under way');
    const late = playEngine.step(flying.state, { type: 'delay', packet: id, by: 100 });
    const moved = late.state.net.queue.find((t) => t.do === 'cross' && t.packet.id === id)!;
    expect(moved.at).toBe(packet.at + 100);
    const twice = playEngine.step(flying.state, { type: 'duplicate', packet: id });
    const copies = twice.state.net.queue.filter((t) => t.do === 'cross' && t.packet.id === id);
    expect(copies).toHaveLength(2);
  });
  test('a row that is expired lets nothing in', () => {
    const { mappings } = flying.state.net.tables['nat-a']!;
    const row = mappings[0]!.permissions.at(-1)!.id;
    let { state } = playEngine.step(flying.state, { type: 'expire', device: 'nat-a', row });
    const events: NetEvent[] = [];
    while (over(state) === null) {
      const step = playEngine.step(state, { type: 'next' });
      state = step.state;
      events.push(...(step.events as NetEvent[]));
    }
    const dead = events.filter((e) => e.kind === 'drop').map((e) => e.where);
    expect(dead.slice(0, 2)).toEqual(['nat-b', 'nat-a']);
  });
  test('a relay begins the run again, and is a way where there was none', () => {
    const alone = played({ a: 'symmetric', b: 'symmetric', rounds: 1 });
    expect(alone.at(-1)!.said).toContain('No way was found');
    const { state, events } = playEngine.step(alone.at(-1)!.state, { type: 'relay' });
    expect(state.net.now).toBe(0);
    expect(playEngine.caption(state, events)).toMatch(/^From the beginning, with a relay/);
    expect(playEngine.explain(state, { type: 'relay' })).toBe('There is a relay already.');
    let last = { state, events };
    while (over(last.state) === null) last = playEngine.step(last.state, { type: 'next' });
    expect(playEngine.caption(last.state, last.events)).toContain('over the relay');
  });
  test('another kind begins the run again', () => {
    const { state } = playEngine.step(flying.state, { type: 'kind', side: 'b', kind: 'symmetric' });
    expect(state.net.now).toBe(0);
    expect(state.config.b).toBe('symmetric');
  });
});

describe('a router that restarts', () => {
  const asked = { a: 'symmetric', b: 'symmetric', portMapping: ['a'] } as const;
  const flown = played(asked);
  /** B’s probe is before its door. */
  const sent = flown.findIndex(({ state: { net } }) => {
    const [due] = net.queue;
    return (
      due?.do === 'cross' &&
      due.target === 'nat-a' &&
      due.packet.by === 'b' &&
      due.packet.payload.is === 'probe'
    );
  });
  const reboot = { type: 'reboot', device: 'nat-a' } as const;
  /** From the restart on, to its end. */
  const after = () => {
    let { state, events } = playEngine.step(flown[sent]!.state, reboot);
    const words = [playEngine.caption(state, events)];
    while (over(state) === null) {
      ({ state, events } = playEngine.step(state, { type: 'next' }));
      words.push(playEngine.caption(state, events));
    }
    return words;
  };
  test('tells so those it had given a port to; they ask again, and tell the other', () => {
    const words = after();
    const first = (test: RegExp) => words.findIndex((w) => test.test(w));
    const told = first(/has restarted, says A’s NAT/);
    const again = first(/request for a port leaves for/);
    const dies = first(/^B’s probe dies at A’s NAT: no mapping/);
    const hears = first(/^B hears where A can be tried/);
    expect(words[0]).toContain('its table is empty');
    for (const [one, other] of [
      [0, dies],
      [dies, told],
      [told, again],
      [again, hears],
    ] as const) {
      expect(other, words.join('\n')).toBeGreaterThan(one);
    }
    expect(words.at(-1)).toContain('A and B are through');
  });
  test('an epoch that has gone on as the client’s clock did is no restart', () => {
    const granted = flown.find(({ events }) => events.some((e) => e.kind === 'grant'))!;
    const calm = schedule(granted.state.net, { do: 'announce', device: 'nat-a' }, 5);
    let state: PlayState = { ...granted.state, net: calm };
    const asked: number[] = [];
    let heard = 0;
    while (over(state) === null) {
      const step = playEngine.step(state, { type: 'next' });
      state = step.state;
      for (const e of step.events) {
        if (e.kind === 'emit' && e.packet.payload.is === 'port-request') asked.push(e.packet.id);
        if (e.kind === 'receive' && e.packet.payload.is === 'port-announce') heard += 1;
      }
    }
    expect([heard, asked]).toEqual([1, []]);
  });
  test('has nobody to tell where no port was asked for', () => {
    const { state } = playEngine.step(played({})[12]!.state, reboot);
    const announces = state.net.queue.filter((task) => task.do === 'announce');
    expect(announces).toEqual([]);
  });
});

describe('one axis at a time', () => {
  const turn = (state: PlayState, axis: Axis, value: string, side: 'a' | 'b' = 'b') =>
    playEngine.step(state, { type: 'axis', side, axis, value });
  const begun = playEngine.init({ ...PLAIN, until: 120_000 }, 7);
  const outcome = (from: PlayState) => {
    let state = from;
    while (over(state) === null) state = playEngine.step(state, { type: 'next' }).state;
    return playEngine.caption(state, []);
  };
  test('a preset is nothing but its axes', () => {
    const mapped = turn(begun, 'mapping', 'address-and-port-dependent').state;
    const random = turn(mapped, 'ports', 'random').state;
    const symmetric = playEngine.step(begun, { type: 'kind', side: 'b', kind: 'symmetric' }).state;
    expect(rulesOf(random.config, 'b')).toEqual(rulesOf(symmetric.config, 'b'));
    expect(outcome(random)).toBe(outcome(symmetric));
  });
  test('two that map by destination and let in anybody meet, though neither is easy', () => {
    let state = begun;
    for (const side of ['a', 'b'] as const) {
      state = turn(state, 'mapping', 'address-and-port-dependent', side).state;
      state = turn(state, 'ports', 'random', side).state;
    }
    expect(outcome(state)).toContain('No way was found');
    for (const side of ['a', 'b'] as const) {
      state = turn(state, 'filtering', 'endpoint-independent', side).state;
    }
    expect(outcome(state)).toContain('at an address that nobody had offered');
  });
  test('begins anew, says what is otherwise, and is forgotten with the next kind', () => {
    const { state, events } = turn(begun, 'filtering', 'address-dependent');
    expect(state.net.now).toBe(0);
    expect(playEngine.caption(state, events)).toBe(
      'From the beginning. B’s NAT lets in by address.',
    );
    expect(changedAxes(state.config, 'b')).toEqual(['filtering']);
    const again = playEngine.step(state, { type: 'kind', side: 'b', kind: 'full-cone' }).state;
    expect(changedAxes(again.config, 'b')).toEqual([]);
  });
  test.each([
    [{}, 'mapping', 'endpoint-independent', 'So it is already.'],
    [{}, 'mapping', 'by the moon', 'There is no mapping called by the moon.'],
    [{ b: 'none' }, 'filtering', 'address-dependent', 'There is nothing in front of B.'],
    [{ b: 'firewall' }, 'mapping', 'address-dependent', 'A firewall translates nothing.'],
  ] as const)('%j: %s, %s is refused', (config, axis, value, words) => {
    const state = playEngine.init({ ...PLAIN, until: 120_000, ...config }, 7);
    expect(playEngine.explain(state, { type: 'axis', side: 'b', axis, value })).toBe(words);
  });
});

test('who asks a device for a port that is not there, asks the servers all the same', () => {
  const frames = played({ a: 'none', portMapping: ['a'] });
  expect(said(frames, /^A’s STUN request leaves/)).toBeGreaterThan(0);
  expect(frames.at(-1)!.said).toContain('A and B are through');
});

test('random pairs, hands in the wheels: every frame keeps the promises, every drop has a reason', () => {
  const kind = fc.constantFrom(...KIND_IDS);
  const config = fc.record({
    a: kind,
    b: kind,
    carrier: fc.constantFrom('none' as const, 'a' as const, 'b' as const, 'shared' as const),
    hairpin: fc.boolean(),
    portMapping: fc.subarray(['a', 'b'] as const),
    relay: fc.boolean(),
    servers: fc.constantFrom(1 as const, 2 as const),
  });
  const hand = fc.array(fc.nat(1_000_000), { maxLength: 12 });
  fc.assert(
    fc.property(config, hand, fc.integer({ min: 1, max: 1 << 30 }), (more, picks, seed) => {
      let state = playEngine.init({ ...PLAIN, until: 20_000, rounds: 3, ...more }, seed);
      const left = [...picks];
      for (let step = 0; step < 400; step += 1) {
        const legal = playEngine
          .enabled(state)
          .filter(({ type }) => type !== 'kind' && type !== 'relay');
        const pick = step % 5 === 4 ? left.shift() : undefined;
        const action = pick === undefined ? legal[0] : legal[pick % legal.length];
        if (!action || (action.type !== 'next' && pick === undefined)) break;
        expect(playEngine.explain(state, action)).toBeNull();
        expect(playEngine.describe(state, action)).not.toMatch(/undefined|packet \d/);
        const next = playEngine.step(state, action);
        if (next.state.net.now < state.net.now) expect(action.type).toBe('lead');
        state = next.state;
        expect(brokenInvariant(playEngine, state)).toBeNull();
        const words = playEngine.caption(state, next.events);
        expect(words).not.toMatch(/undefined|NaN/);
        for (const event of next.events) {
          if (event.kind === 'drop') expect(event.reason.code).toBeTruthy();
          if (event.kind === 'pass') expectPermitted(state, event);
        }
      }
    }),
    { numRuns: 400, seed: SEED },
  );
});

/** What a filter let in was allowed in by a row of its table, for just that sender. */
function expectPermitted(
  { net }: PlayState,
  { device, packet, mapping, permission }: Extract<PlayEvent, { kind: 'pass' }>,
): void {
  const row = net.tables[device]!.mappings.find(({ id }) => id === mapping)!;
  expect(row.outside).toEqual(packet.to);
  if (row.asked) return;
  const { remote } = row.permissions.find(({ id }) => id === permission)!;
  const { ip, port } = packet.from;
  expect(['*', ip, `${ip}:${port}`]).toContain(remote);
}
