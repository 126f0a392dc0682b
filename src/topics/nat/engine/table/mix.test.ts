import { describe, expect, test } from 'vitest';
import type { Outcome } from '../connect.ts';
import { EASY, HARD, mixOf, mixWords, ownShare, percent } from './mix.ts';
import { type Cell, cellKey } from './types.ts';

type Path = NonNullable<Outcome['path']>;

/** The four cells that a mix takes: easy–easy, easy–hard, hard–easy, hard–hard. */
function cellsOf(paths: readonly [Path, Path, Path, Path]): Record<string, Cell> {
  const pairs = [EASY, HARD].flatMap((a) => [EASY, HARD].map((b) => ({ a, b })));
  return Object.fromEntries(
    pairs.map(({ a, b }, i): [string, Cell] => {
      const rest = { learned: false, firstDataAtMs: null, frames: 0, reason: '' };
      return [
        cellKey(a, b),
        { a, b, guess: null, outcome: { connected: true, path: paths[i]!, ...rest } },
      ];
    }),
  );
}

const PLAYED = cellsOf(['punched', 'relayed', 'relayed', 'relayed']);
const GUESSED = cellsOf(['punched', 'birthday', 'birthday', 'relayed']);

describe('a mix of peers', () => {
  test('of 100 peers 30 are hard: 0.7², 2 · 0.3 · 0.7 and 0.3² of the pairs', () => {
    const mix = mixOf(GUESSED, 0.3)!;
    expect(mix.punched).toBeCloseTo(0.49, 12);
    expect(mix.birthday).toBeCloseTo(0.42, 12);
    expect(mix.relayed).toBeCloseTo(0.09, 12);
    expect(mix.direct).toBe(0);
    expect(mixWords(mix)).toBe(
      '91 % of pairs find a way of their own, 42 % by guessing ports; 9 % are relayed',
    );
  });
  test('before ports are guessed only two easy ones meet', () => {
    expect(mixWords(mixOf(PLAYED, 0.3)!)).toBe(
      '49 % of pairs find a way of their own; 51 % are relayed',
    );
    expect(ownShare(mixOf(PLAYED, 0.16)!)).toBeCloseTo(0.84 * 0.84, 12);
  });
  test('each way round counts by itself', () => {
    const mix = mixOf(cellsOf(['punched', 'relayed', 'direct', 'relayed']), 0.25)!;
    expect(mix).toEqual({ direct: 0.1875, punched: 0.5625, birthday: 0, relayed: 0.25 });
  });
  test('the shares are one, whatever the mix', () => {
    for (let hard = 0; hard <= 100; hard += 1) {
      const { direct, punched, birthday, relayed } = mixOf(GUESSED, hard / 100)!;
      expect(direct + punched + birthday + relayed).toBeCloseTo(1, 12);
    }
  });
  test('there is none before its cells are played', () => {
    const { [cellKey(HARD, HARD)]: _, ...rest } = PLAYED;
    expect(mixOf(rest, 0.3)).toBeNull();
  });
  test('nearly all is not all, and nearly none not none', () => {
    expect([1, 0.9999, 0.5, 0.0001, 0].map(percent)).toEqual([
      '100 %',
      'over 99 %',
      '50 %',
      'under 1 %',
      '0 %',
    ]);
    expect(mixWords(mixOf(GUESSED, 0.01)!)).toBe(
      'over 99 % of pairs find a way of their own, 2 % by guessing ports; under 1 % are relayed',
    );
    expect(mixWords(mixOf(GUESSED, 0)!)).toBe(
      '100 % of pairs find a way of their own; 0 % are relayed',
    );
  });
});
