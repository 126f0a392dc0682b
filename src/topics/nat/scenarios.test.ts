import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { type AnyFrame, labelFrames, mainRun, unfold } from '../../lab/timeline.ts';
import { outcomeOf, punchers } from './engine/connect.ts';
import { playScenarios } from './play-scenarios.ts';
import { scenarios } from './scenarios.ts';
import type { PlayFrame } from './told.ts';

function framesOf(id: string): readonly AnyFrame[] {
  const scenario = scenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario));
}

test.each(scenarios.map(({ id }) => id))(
  '%s is played to its end, and has all its labels',
  (id) => {
    const scenario = scenarios.find((s) => s.id === id)!;
    const frames = framesOf(id);
    expect(frames.length).toBeLessThan(scenario.limit);
    expect(Object.keys(labelFrames(scenario, frames))).toEqual(Object.keys(scenario.labels));
    const labels = labelFrames(scenario, frames);
    for (const question of Object.values(scenario.questions ?? {})) {
      const answer = question.answer(frames[labels[question.reveal]!]!);
      expect(question.choices(frames[labels[question.at]!]!)).toContain(answer);
    }
    for (const { state, events } of frames) {
      expect(brokenInvariant(scenario.engine, state)).toBeNull();
      expect(scenario.engine.caption(state, events)).toMatch(/^([A-Z]|\d|[0-9a-f]{2} xor).*[.”]$/s);
    }
  },
);

describe('what becomes of two peers', () => {
  /** The path that a scenario ends with, `*` where it was seen on a packet. */
  const ENDS: Readonly<Record<string, string>> = {
    'two-cones': 'punched',
    'two-firewalls': 'punched',
    'a-minute-late': 'none',
    'try-again': 'punched',
    learned: 'punched *',
    'hard-and-easy': 'relayed',
    'hard-and-hard': 'relayed',
    'udp-blocked': 'relayed',
    'linux-first': 'punched',
    'linux-second': 'relayed',
    'shared-port': 'punched',
    'same-carrier': 'relayed',
    'same-carrier-hairpin': 'punched',
    'same-carrier-mapped': 'direct',
    'double-nat': 'punched',
    'asked-port': 'direct *',
    'router-restarts': 'direct *',
    'asked-in-vain': 'relayed',
    ipv6: 'punched',
    nat64: 'punched',
    tcp: 'punched',
  };
  test('every scenario is in the list', () => {
    expect(playScenarios.map(({ id }) => id)).toEqual(Object.keys(ENDS));
  });
  test.each(Object.entries(ENDS))('%s: %s', (id, end) => {
    const { state } = framesOf(id).at(-1)! as PlayFrame;
    const { path, learned } = outcomeOf(state.net, state.lastDrop);
    expect(`${path ?? 'none'}${learned ? ' *' : ''}`).toBe(end);
  });
});

describe('moments of the scenarios', () => {
  const at = (id: string, label: string): PlayFrame => {
    const scenario = scenarios.find((s) => s.id === id)!;
    const frames = framesOf(id);
    return frames[labelFrames(scenario, frames)[label]!] as PlayFrame;
  };
  test('the probe that dies is 42 ms under way, and its answer comes 50 ms after it was sent', () => {
    const [sent, dead, other] = ['a-sends', 'dies', 'b-sends'].map((l) => at('two-cones', l));
    expect(dead!.state.net.now - sent!.state.net.now).toBe(42);
    expect(other!.state.net.now - sent!.state.net.now).toBe(50);
  });
  test('the hole closes 30 s after the packet that made it, and B is a minute late', () => {
    const [sent, closed, late] = ['a-sends', 'closes', 'too-late'].map((l) =>
      at('a-minute-late', l),
    );
    expect(closed!.state.net.now).toBeGreaterThan(29_000);
    expect(closed!.state.net.now - sent!.state.net.now).toBeLessThanOrEqual(30_002);
    expect(late!.state.net.now - sent!.state.net.now).toBeGreaterThan(60_000);
  });
  test('behind an open INPUT the later one loses its port', () => {
    const { events } = at('linux-second', 'other-port');
    const map = events.find((e) => e.kind === 'map')!;
    expect(map.kind === 'map' && map.taken).toBe(40_001);
  });
  test('two at home share an outside port until they meet at one server', () => {
    const ports = ({ state }: PlayFrame) =>
      state.net.tables['nat-a']!.mappings.map(({ inside, outside, toward }) =>
        [inside.ip.at(-1), outside.port, toward].join(' '),
      );
    const [one, both, apart] = ['neighbour', 'shared', 'parted'].map((l) => at('shared-port', l));
    expect(ports(one!)).toEqual(['6 40001 192.0.2.2:3479']);
    expect(ports(both!)).toEqual([...ports(one!), '5 40001 192.0.2.1:3478']);
    const last = ports(apart!).at(-1)!;
    expect(last).toMatch(/^5 \d+ 192\.0\.2\.2:3479$/);
    expect(last).not.toContain('40001');
  });
  test('a port that the router gives out behind a carrier is of 100.64.0.0/10', () => {
    const { events } = at('asked-in-vain', 'granted');
    const grant = events.find((e) => e.kind === 'grant')!;
    expect(grant.kind === 'grant' && grant.outside?.ip).toBe('100.64.0.10');
    const [a] = punchers(at('asked-in-vain', 'end').state.net);
    expect(a.candidates.map(({ kind }) => kind)).toEqual(['mapped', 'reflexive']);
  });
});
