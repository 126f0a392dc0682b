import fc from 'fast-check';
import { KIND_IDS } from '../../kinds.ts';
import { type IcePairConfig, PLAIN_ICE } from '../pair.ts';
import type { ValidPair } from '../types.ts';

const role = fc.constantFrom('controlling' as const, 'controlled' as const);
const carrier = fc.constantFrom('none' as const, 'a' as const, 'b' as const, 'shared' as const);
/** Smaller, equal, larger. */
const tiebreakers = fc.constantFrom(
  { a: '5', b: '6' },
  { a: '5', b: '5' },
  { a: '18446744073709551615', b: '6' },
);
const percent = (most: number) => fc.integer({ min: 0, max: most }).map((n) => n / 100);

/** Any two kinds, any roles, any network with up to 30 % of loss, jitter and doubling. */
export const anyConfig: fc.Arbitrary<IcePairConfig> = fc
  .record({
    a: fc.constantFrom(...KIND_IDS),
    b: fc.constantFrom(...KIND_IDS),
    carrier,
    hairpin: fc.boolean(),
    servers: fc.constantFrom(0 as const, 1 as const, 2 as const),
    turn: fc.boolean(),
    components: fc.constantFrom(1 as const, 2 as const),
    roles: fc.record({ a: role, b: role }),
    tiebreakers,
    starts: fc.record({ a: fc.nat(400), b: fc.nat(400) }),
    patience: fc.constantFrom(PLAIN_ICE.patience, { direct: 0, relayed: 0 }),
    link: fc.record({ loss: percent(30), duplication: percent(10), jitter: fc.nat(80) }),
  })
  .map((more) => ({ ...PLAIN_ICE, ...more }));

export const anySeed = fc.integer({ min: 1, max: 1 << 30 });

/** Both ends of a path, the one’s own first. */
export const ends = ({ local, remote }: ValidPair): readonly string[] =>
  [local, remote].map(({ ip, port }) => `${ip}:${port}`);
