import { describe, expect, test } from 'vitest';
import { connect } from '../connect.ts';
import { PLAIN } from '../pair.ts';
import { birthdayEngine, firstOver } from './engine.ts';
import { chance, hardChance, PORTS, probesFor } from './formula.ts';
import { drawTrial, firstHits } from './trial.ts';

const SEED = 20_261_121;

describe('the formula', () => {
  test('gives the known figures for 256 open ports', () => {
    const percent = (probes: number) => (100 * chance(256, probes)).toFixed(2);
    expect(percent(174)).toBe('49.98');
    expect(percent(256)).toBe('63.94');
    expect(percent(1024)).toBe('98.35');
    expect(percent(2048)).toBe('99.97');
    expect(probesFor(256, 0.5)).toBe(175);
  });
  test('is the product, taken factor by factor', () => {
    for (const [open, probes] of [
      [1, 1],
      [256, 3],
      [5000, 700],
    ] as const) {
      let missed = 1;
      for (let i = 0; i < probes; i += 1) missed *= (PORTS - open - i) / (PORTS - i);
      expect(chance(open, probes)).toBeCloseTo(1 - missed, 10);
    }
  });
  test('is certain only when there are more guesses than shut ports', () => {
    expect(chance(1, PORTS - 1)).toBeLessThan(1);
    expect(chance(256, PORTS - 255)).toBe(1);
    expect(chance(0, 100)).toBe(0);
  });
  test('squares the space for two hard sides', () => {
    expect((100 * hardChance(65_536)).toFixed(1)).toBe('64.4');
    expect((100 * hardChance(53_700)).toFixed(0)).toBe('50');
    expect((100 * hardChance(170_000)).toFixed(1)).toBe('99.9');
  });
});

describe('trials', () => {
  test('no port is opened or guessed twice, and all are within the range', () => {
    const { open, guesses } = drawTrial(2000, 3000, SEED, 5);
    expect(new Set(open).size).toBe(2000);
    expect(new Set(guesses).size).toBe(3000);
    for (const port of [...open, ...guesses]) {
      expect(port).toBeGreaterThanOrEqual(1025);
      expect(port).toBeLessThanOrEqual(65_535);
    }
  });
  test('the fast way plays the very trials that are drawn', () => {
    const hits = firstHits(256, 2048, SEED, { from: 0, count: 200 });
    for (let trial = 0; trial < 200; trial += 1) {
      const { open, guesses } = drawTrial(256, 2048, SEED, trial);
      const first = guesses.findIndex((port) => open.includes(port));
      expect(hits[trial]).toBe(first < 0 ? -1 : first + 1);
    }
    const later = firstHits(256, 2048, SEED, { from: 150, count: 50 });
    expect([...later]).toEqual([...hits.slice(150)]);
  });
  test(`over 40,000 trials the share of hits is the formula’s, within four deviations (${SEED})`, () => {
    const trials = 40_000;
    const hits = firstHits(256, 1024, SEED, { from: 0, count: trials });
    for (const probes of [64, 174, 256, 512, 1024]) {
      const expected = chance(256, probes);
      const share = hits.filter((n) => n > 0 && n <= probes).length / trials;
      const deviation = Math.sqrt((expected * (1 - expected)) / trials);
      expect(Math.abs(share - expected)).toBeLessThan(4 * deviation);
    }
  });
});

test('packets through tables meet as often as the formula says', () => {
  const birthday = { sockets: 256, probes: 400, gap: 10 };
  const pair = { ...PLAIN, a: 'symmetric', relay: true, servers: 2, birthday, rounds: 12 } as const;
  const trials = 60;
  let hits = 0;
  for (let seed = 1; seed <= trials; seed += 1) {
    if (connect(pair, seed * 7919).path === 'birthday') hits += 1;
  }
  const expected = chance(256, 400);
  const deviation = Math.sqrt((expected * (1 - expected)) / trials);
  expect(Math.abs(hits / trials - expected)).toBeLessThan(4 * deviation);
}, 60_000);

describe('the run that a figure plays', () => {
  const config = { sockets: 256, probes: 2048, rate: 100, runs: 20 };
  const open = birthdayEngine.step(birthdayEngine.init(config, SEED), { type: 'open', count: 256 });
  test('guesses one by one end where many at once end', () => {
    let state = open.state;
    while (!firstOver(state)) state = birthdayEngine.step(state, { type: 'guess', count: 1 }).state;
    const at = [...firstHits(256, 2048, SEED, { from: 0, count: 1 })];
    expect(state.hits).toEqual(at);
    const leap = birthdayEngine.step(open.state, { type: 'guess', count: 2048 });
    expect(leap.state.tried).toBe(state.tried);
    expect(birthdayEngine.caption(leap.state, leap.events)).toContain(`Guess ${at[0]} is`);
  });
  test('says what may not be done', () => {
    const fresh = birthdayEngine.init(config, SEED);
    expect(birthdayEngine.explain(fresh, { type: 'guess', count: 1 })).toMatch(/No port is open/);
    expect(birthdayEngine.explain(open.state, { type: 'runs', count: 1 })).toMatch(/not over/);
    expect(birthdayEngine.explain(fresh, { type: 'open', count: 300 })).toMatch(/256 sockets/);
    expect(birthdayEngine.explain(fresh, { type: 'set', sockets: 0, probes: 5 })).toMatch(/1 to/);
  });
});
