import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connect } from '../connect.ts';
import { KIND_IDS, type KindId } from '../kinds.ts';
import { PLAIN } from '../pair.ts';
import { type IcePairConfig, PLAIN_ICE } from './pair.ts';
import { roleConflict } from './roles.ts';
import { type IceOutcome, runIce } from './run.ts';
import { anyConfig, anySeed, ends } from './testing/configs.ts';

const SEED = 8445;

/** What each has selected for a component is the other’s the other way round. */
function expectMirrored({ a, b }: IceOutcome): void {
  for (const own of a.selected) {
    const other = b.selected.find(({ component }) => component === own.component);
    if (other) expect(ends(other)).toEqual(ends(own).toReversed());
  }
}

describe('both ends agree', () => {
  test(`on the selected pair and on who controls, whatever the network does (seed ${SEED})`, () => {
    const ended = new Map<string, number>();
    fc.assert(
      fc.property(anyConfig, anySeed, (config, seed) => {
        const outcome = runIce(config, seed);
        const { a, b, connected } = outcome;
        const end = `${a.checklist} ${b.checklist}`;
        ended.set(end, (ended.get(end) ?? 0) + 1);
        expect(outcome.frames).toBeLessThan(20_000);
        expectMirrored(outcome);
        if (connected) {
          expect(a.selected).toHaveLength(config.components);
          expect(new Set([a.role, b.role]).size).toBe(2);
        }
        // One nomination for each component, and no more.
        for (const { selected } of [a, b]) {
          const components = selected.map(({ component }) => component);
          expect(new Set(components).size).toBe(components.length);
        }
      }),
      { numRuns: 1500, seed: SEED },
    );
    expect(ended.get('Completed Completed')).toBeGreaterThan(700);
  }, 60_000);

  test(`and where nothing is lost, none succeeds alone (seed ${SEED})`, () => {
    fc.assert(
      fc.property(anyConfig, anySeed, (config, seed) => {
        const { a, b } = runIce({ ...config, link: {} }, seed);
        expect(['Completed', 'Failed']).toContain(a.checklist);
        expect(b.checklist).toBe(a.checklist);
        if (config.turn) expect(a.checklist).toBe('Completed');
      }),
      { numRuns: 600, seed: SEED },
    );
  }, 60_000);
});

describe('every kind against every kind', () => {
  const ways = (a: KindId, b: KindId): ReadonlySet<string> => {
    // Where one’s early packet spoils the other’s port, it matters who is first.
    const orders = [PLAIN.waits, { a: 50, b: 0 }];
    const paths = orders.map((waits) => connect({ ...PLAIN, relay: true, a, b, waits }, 7).path!);
    return new Set(paths.map((path) => (path === 'relayed' ? 'relayed' : 'direct')));
  };
  for (const a of KIND_IDS) {
    test(`${a}: a direct pair where there is a direct way, else a relayed one`, () => {
      for (const b of KIND_IDS) {
        const expected = ways(a, b);
        for (const roles of [PLAIN_ICE.roles, { a: 'controlled', b: 'controlling' } as const]) {
          for (const seed of [1, 2, 3]) {
            const outcome = runIce({ ...PLAIN_ICE, a, b, roles }, seed);
            expect(outcome.connected, `${a} ${b}`).toBe(true);
            expectMirrored(outcome);
            const way = outcome.relayed ? 'relayed' : 'direct';
            expect([...expected], `${a} ${b} ${roles.a} ${seed}`).toContain(way);
          }
        }
      }
    });
  }
  test('without TURN they fail where there is no direct way', () => {
    const none = { ...PLAIN_ICE, turn: false };
    const end = (a: KindId, b: KindId) => runIce({ ...none, a, b }, 7).a.checklist;
    expect(end('symmetric', 'symmetric')).toBe('Failed');
    expect(end('symmetric', 'port-restricted-cone')).toBe('Failed');
    expect(end('udp-blocked', 'none')).toBe('Failed');
    expect(end('symmetric', 'restricted-cone')).toBe('Completed');
  });
  test('who can use no UDP reaches TURN over TCP, and over UDP does not', () => {
    const blocked: IcePairConfig = { ...PLAIN_ICE, a: 'udp-blocked', b: 'udp-blocked' };
    expect(runIce(blocked, 7).a.types).toEqual([{ local: 'relayed', remote: 'relayed' }]);
    const over = { a: ['udp'], b: ['udp'] } as const;
    const { a, b } = runIce({ ...blocked, turnOver: over }, 7);
    expect([a.checklist, b.checklist]).toEqual(['Failed', 'Failed']);
  });
  test('a restricted cone and a symmetric NAT select what no one had offered', () => {
    for (const roles of [PLAIN_ICE.roles, { a: 'controlled', b: 'controlling' } as const]) {
      const pair = { ...PLAIN_ICE, a: 'restricted-cone', b: 'symmetric', roles } as const;
      const { a, b } = runIce(pair, 7);
      expect(a.types).toEqual([{ local: 'server-reflexive', remote: 'peer-reflexive' }]);
      expect(b.types).toEqual([{ local: 'peer-reflexive', remote: 'server-reflexive' }]);
    }
  });
});

describe('two agents in one role', () => {
  const T = { smaller: '5', larger: '6' } as const;
  const SAME = [
    ['controlling', T.smaller, T.larger, 'b'],
    ['controlling', T.larger, T.smaller, 'a'],
    ['controlling', T.smaller, T.smaller, null],
    ['controlled', T.smaller, T.larger, 'b'],
    ['controlled', T.larger, T.smaller, 'a'],
    ['controlled', T.smaller, T.smaller, null],
  ] as const;
  for (const [role, one, two, winner] of SAME) {
    test(`${role}, tiebreakers ${one} and ${two}: ${winner ?? 'one of them'} ends controlling`, () => {
      for (const a of ['none', 'port-restricted-cone', 'symmetric'] as const) {
        for (let seed = 1; seed <= 30; seed += 1) {
          const link = { loss: seed % 3 === 0 ? 0.2 : 0, jitter: seed % 2 === 0 ? 40 : 0 };
          const config = { ...PLAIN_ICE, a, roles: { a: role, b: role }, link };
          const outcome = runIce({ ...config, tiebreakers: { a: one, b: two } }, seed);
          expectMirrored(outcome);
          if (link.loss === 0) expect(outcome.connected).toBe(true);
          if (!outcome.connected) continue;
          expect([outcome.a.role, outcome.b.role].toSorted()).toEqual([
            'controlled',
            'controlling',
          ]);
          expect(outcome.a.roleSwitches + outcome.b.roleSwitches).toBeGreaterThan(0);
          // Who has to switch after a 487 draws another tiebreaker, so a loss may turn it round.
          if (winner && link.loss === 0) expect(outcome[winner].role).toBe('controlling');
        }
      }
    });
  }
  test('the larger or equal tiebreaker is to end controlling', () => {
    const decide = (role: 'controlling' | 'controlled', own: string, other: string) =>
      roleConflict({ role, tiebreaker: own }, { role, tiebreaker: other });
    expect(decide('controlling', '6', '5')).toBe('refuse');
    expect(decide('controlling', '5', '5')).toBe('refuse');
    expect(decide('controlling', '5', '6')).toBe('switch');
    expect(decide('controlled', '6', '5')).toBe('switch');
    expect(decide('controlled', '5', '5')).toBe('switch');
    expect(decide('controlled', '5', '6')).toBe('refuse');
    // 64 bits are more than a number holds.
    expect(decide('controlled', '9007199254740992', '9007199254740993')).toBe('refuse');
    const none = { role: 'controlled', tiebreaker: '9' } as const;
    expect(roleConflict({ role: 'controlling', tiebreaker: '1' }, none)).toBe('none');
  });
});
