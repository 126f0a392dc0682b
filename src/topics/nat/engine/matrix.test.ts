import { describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import type { KindId } from './kinds.ts';
import { PLAIN } from './pair.ts';

/** The table of the topic’s notes: its upper half, without what birthdays add. */
const EXPECTED: Readonly<Record<string, string>> = {
  'none none': 'direct',
  'none full-cone': 'direct',
  'none restricted-cone': 'direct',
  'none port-restricted-cone': 'direct',
  'none symmetric': 'direct learned',
  'none udp-blocked': 'relayed',
  'full-cone full-cone': 'punched',
  'full-cone restricted-cone': 'punched',
  'full-cone port-restricted-cone': 'punched',
  'full-cone symmetric': 'punched learned',
  'full-cone udp-blocked': 'relayed',
  'restricted-cone restricted-cone': 'punched',
  'restricted-cone port-restricted-cone': 'punched',
  'restricted-cone symmetric': 'punched learned',
  'port-restricted-cone port-restricted-cone': 'punched',
  'port-restricted-cone symmetric': 'relayed',
  'port-restricted-cone udp-blocked': 'relayed',
  'symmetric symmetric': 'relayed',
  'symmetric udp-blocked': 'relayed',
  'udp-blocked udp-blocked': 'relayed',
  'linux linux': 'punched',
  'linux port-restricted-cone': 'punched',
  'linux symmetric': 'relayed',
  'linux-random linux-random': 'relayed',
  'linux-random port-restricted-cone': 'relayed',
  'linux-random restricted-cone': 'punched learned',
};

const told = (a: KindId, b: KindId, more = {}) => {
  const { path, learned } = connect({ ...PLAIN, relay: true, ...more, a, b }, 7);
  return `${path}${learned ? ' learned' : ''}`;
};

describe('who reaches whom', () => {
  for (const [pair, expected] of Object.entries(EXPECTED)) {
    const [a, b] = pair.split(' ') as [KindId, KindId];
    test(`${pair}: ${expected}`, () => {
      expect(told(a, b)).toBe(expected);
      expect(told(b, a)).toBe(expected);
    });
  }
});
