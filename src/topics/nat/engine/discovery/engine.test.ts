import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { KIND_IDS, type KindId } from '../kinds.ts';
import { discover, discovererIn } from './discover.ts';
import { discoveryEngine } from './engine.ts';
import { verdictOf } from './tests.ts';
import type { DiscoveryAction, DiscoveryEvent, DiscoveryState } from './types.ts';
import { type DiscoveryConfig, USUAL } from './world.ts';

const SEED = 20_261_123;

interface Frame {
  readonly state: DiscoveryState;
  readonly events: readonly DiscoveryEvent[];
  readonly said: string;
}

function played(config: DiscoveryConfig, seed = SEED): readonly Frame[] {
  let state = discoveryEngine.init(config, seed);
  const frames: Frame[] = [{ state, events: [], said: discoveryEngine.caption(state, []) }];
  while (discoveryEngine.explain(state, { type: 'next' }) === null) {
    const { state: next, events } = discoveryEngine.step(state, { type: 'next' });
    state = next;
    frames.push({ state, events, said: discoveryEngine.caption(state, events) });
  }
  return frames;
}
const behind = (kind: KindId, more: Partial<DiscoveryConfig> = {}) =>
  played({ ...USUAL, kind, ...more });
const says = (frames: readonly Frame[], words: RegExp) => frames.some((f) => words.test(f.said));

describe('captions', () => {
  test('every frame of every kind says one to three sentences, and something new', () => {
    for (const kind of KIND_IDS) {
      const frames = behind(kind);
      frames.forEach(({ said }, i) => {
        expect(said).toMatch(/^[A-Z].*\.$/s);
        expect(said).not.toMatch(/undefined|NaN|\[object/);
        expect(said.length).toBeLessThan(260);
        if (i > 0) expect([kind, said]).not.toEqual([kind, frames[i - 1]!.said]);
      });
    }
  });
  test('say which test it is, where it goes, and what its answer tells', () => {
    const frames = behind('port-restricted-cone');
    expect(says(frames, /^Mapping test I: from port 40001 the host asks 192\.0\.2\.1:3478/)).toBe(
      true,
    );
    expect(
      says(frames, /^Mapping test II: an answer .*Same as in I: endpoint-independent\.$/),
    ).toBe(true);
    expect(says(frames, /to answer from its other port, 192\.0\.2\.1:3479\.$/)).toBe(true);
    expect(says(frames, /^The answer dies at the NAT: address-and-port-dependent filter/)).toBe(
      true,
    );
    expect(says(frames, /^Filtering test II: no answer in 2 s\./)).toBe(true);
    expect(frames.at(-1)!.said).toContain(
      'Verdict: endpoint-independent mapping, address-and-port-dependent filtering.',
    );
  });
  test('say where the tests are misled, and only there', () => {
    expect(behind('restricted-cone', { fresh: false }).at(-1)!.said).toContain(
      'But the filter is address-dependent',
    );
    expect(behind('linux').at(-1)!.said).toContain('But Linux');
    for (const kind of KIND_IDS.filter((id) => !id.startsWith('linux'))) {
      expect([kind, behind(kind).at(-1)!.said]).not.toEqual([
        kind,
        expect.stringMatching(/But |lost/),
      ]);
    }
  });
});

test('the figure finds what the command finds, in as many frames', () => {
  for (const kind of KIND_IDS) {
    const frames = behind(kind);
    const { mapping, filtering, frames: count } = discover(kind, SEED);
    expect(verdictOf(discovererIn(frames.at(-1)!.state.net).tests)).toEqual({ mapping, filtering });
    expect([kind, frames.length]).toEqual([kind, count]);
  }
});

test('an answer that is lost by hand is asked for again', () => {
  const frames = behind('full-cone');
  const flying = frames.find(({ said }) =>
    said.startsWith('The server answers from 192.0.2.2:3479'),
  );
  const task = flying!.state.net.queue.find((t) => t.do === 'cross')!;
  const id = task.do === 'cross' ? task.packet.id : 0;
  let { state } = discoveryEngine.step(flying!.state, { type: 'drop', packet: id });
  expect(discoveryEngine.explain(state, { type: 'drop', packet: id })).toContain('not under way');
  while (discoveryEngine.explain(state, { type: 'next' }) === null) {
    state = discoveryEngine.step(state, { type: 'next' }).state;
  }
  const { tests } = discovererIn(state.net);
  expect(tests.at(-1)!.sentAt).toHaveLength(2);
  expect(verdictOf(tests).filtering).toBe('endpoint-independent');
});

test(`hands in the wheels: every frame keeps the promises (${SEED})`, () => {
  const config = fc.record({
    kind: fc.constantFrom(...KIND_IDS),
    patience: fc.constantFrom(400, 2000, 4000),
    fresh: fc.boolean(),
    loss: fc.constantFrom(0, 0.3),
    duplication: fc.constantFrom(0, 0.3),
    jitter: fc.constantFrom(0, 700),
  });
  const hand = fc.array(fc.nat(1_000_000), { maxLength: 12 });
  fc.assert(
    fc.property(config, hand, fc.integer({ min: 1, max: 1 << 30 }), (more, picks, seed) => {
      let state = discoveryEngine.init({ ...USUAL, ...more }, seed);
      const left = [...picks];
      for (let step = 0; step < 300; step += 1) {
        const legal = discoveryEngine.enabled(state);
        const pick = step % 4 === 3 ? left.shift() : undefined;
        const next: DiscoveryAction | undefined =
          pick === undefined
            ? legal.find(({ type }) => type === 'next')
            : legal[pick % legal.length];
        if (!next) break;
        expect(discoveryEngine.explain(state, next)).toBeNull();
        expect(discoveryEngine.describe(state, next)).not.toMatch(/undefined|packet \d/);
        const stepped = discoveryEngine.step(state, next);
        state = stepped.state;
        expect(brokenInvariant(discoveryEngine, state)).toBeNull();
        expect(discoveryEngine.caption(state, stepped.events)).toMatch(/^[A-Z].*\.$/s);
        expect(discoveryEngine.caption(state, stepped.events)).not.toMatch(/undefined|NaN/);
      }
    }),
    { numRuns: 300, seed: SEED },
  );
});
