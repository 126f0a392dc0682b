import { describe, expect, test } from 'vitest';
import { seedRandom } from '../../../../lab/random.ts';
import type { Input } from '../agents/types.ts';
import type { Endpoint } from '../net/address.ts';
import { type DiscovererConfig, discoverer, freshDiscoverer } from './discoverer.ts';
import { OTHER, PRIMARY } from './world.ts';

const config: DiscovererConfig = {
  is: 'discoverer',
  server: PRIMARY,
  mappingPort: 40_001,
  filteringPort: 40_002,
  patience: 2000,
  pause: 100,
};
const OWN = '192.168.1.5';
const SEEN = { ip: '203.0.113.10', port: 40_001 };
const random = seedRandom(1);

const answer = (
  transaction: number,
  from: Endpoint,
  port: number,
  mapped = SEEN,
  other = OTHER,
): Input => ({
  kind: 'packet',
  packet: {
    id: 1,
    protocol: 'udp',
    by: 'stun',
    from,
    to: { ip: OWN, port },
    payload: { is: 'stun-answer', transaction, mapped, other },
    sentAt: 0,
    entered: [],
  },
});
const wake = (timer: string): Input => ({ kind: 'wake', timer });
const heardAfter = (...inputs: readonly Input[]) =>
  inputs.reduce((agent, input) => discoverer(config, OWN, agent, input, 0, random).agent, {
    ...freshDiscoverer,
  });

describe('only what belongs to the test under way counts', () => {
  const started = heardAfter(wake('next'));
  test('an answer to this question, at the port that asked, from where it was asked', () => {
    expect(started.tests.at(-1)!.over).toBe(false);
    const heard = heardAfter(wake('next'), answer(1, PRIMARY, 40_001));
    expect(heard.tests.at(-1)).toMatchObject({ over: true, answer: { mapped: SEEN } });
    const others = [
      answer(2, PRIMARY, 40_001),
      answer(1, OTHER, 40_001),
      answer(1, { ...PRIMARY, port: OTHER.port }, 40_001),
      answer(1, PRIMARY, 40_002),
    ];
    for (const other of others) expect(heardAfter(wake('next'), other)).toEqual(started);
  });
  test('where the server can be asked else is what its first answer says', () => {
    const other = { ip: '198.51.100.9', port: 4000 };
    const asked = heardAfter(wake('next'), answer(1, PRIMARY, 40_001, SEEN, other), wake('next'));
    expect(asked.tests.at(-1)).toMatchObject({ id: 'mapping-2', to: { ...other, port: 3478 } });
  });
  test('a server that ignores CHANGE-REQUEST opens no filter', () => {
    const asked = heardAfter(
      wake('next'),
      answer(1, PRIMARY, 40_001, { ip: OWN, port: 40_001 }),
      wake('next'),
      answer(4, PRIMARY, 40_002),
    );
    expect(asked.tests.at(-1)).toMatchObject({ id: 'filtering-2', over: false, answer: null });
  });
  test('timers of a test that is over do nothing', () => {
    const heard = heardAfter(wake('next'), answer(1, PRIMARY, 40_001));
    for (const timer of ['again mapping-1', 'over mapping-1']) {
      const again = discoverer(config, OWN, heard, wake(timer), 500, random);
      expect(again.agent).toBe(heard);
      expect(again.effects).toEqual([]);
    }
    const second = heardAfter(wake('next'), answer(1, PRIMARY, 40_001), wake('next'));
    const stale = discoverer(config, OWN, second, wake('again mapping-1'), 500, random);
    expect(stale.agent).toBe(second);
  });
});
