import { describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import type { Dependence, PortChoice } from './net/types.ts';
import { PLAIN } from './pair.ts';

/**
 * The rule of thumb: two peers meet if, one way round, one of them keeps its port whoever it
 * sends to, and lets in whoever it has written to by address, or the other keeps its port too.
 * The engine never looks at it; here it is held against what the packets did.
 */
interface Axes {
  readonly mapping: Dependence;
  readonly filtering: Dependence;
}
const DEPENDENCES = [
  'endpoint-independent',
  'address-dependent',
  'address-and-port-dependent',
] as const;
const PORTS: readonly PortChoice[] = ['random', 'sequential', 'preserve'];
const ALL: readonly Axes[] = DEPENDENCES.flatMap((mapping) =>
  DEPENDENCES.map((filtering) => ({ mapping, filtering })),
);

const easy = ({ mapping }: Axes): boolean => mapping === 'endpoint-independent';
const reaches = (x: Axes, y: Axes): boolean =>
  easy(y) && (y.filtering !== 'address-and-port-dependent' || easy(x));
const rule = (x: Axes, y: Axes): boolean => reaches(x, y) || reaches(y, x);

/** Its port depends on where it sends to, and yet anybody may send to it. */
const odd = (axes: Axes): boolean => !easy(axes) && axes.filtering === 'endpoint-independent';

const meets = (a: Axes, b: Axes, ports: PortChoice): boolean =>
  connect({ ...PLAIN, rules: { a: { ...a, ports }, b: { ...b, ports } }, relay: true }, 9).path !==
  'relayed';

describe('the rule and the packets', () => {
  for (const ports of PORTS) {
    test(`agree on every mapping and filter without odd mixes, with ${ports} ports`, () => {
      let checked = 0;
      for (const a of ALL.filter((axes) => !odd(axes))) {
        for (const b of ALL.filter((axes) => !odd(axes))) {
          expect(meets(a, b, ports), JSON.stringify([a, b])).toBe(rule(a, b));
          checked += 1;
        }
      }
      expect(checked).toBe(49);
    });
    test(`part on odd mixes, whose STUN port stays open to all, with ${ports} ports`, () => {
      const strict = 'address-and-port-dependent';
      let parted = 0;
      for (const a of ALL) {
        for (const b of ALL) {
          if (!odd(a) && !odd(b)) continue;
          const met = meets(a, b, ports);
          // The odd side is reached at the port that STUN saw, and answers to what it saw.
          const reached = (x: Axes, y: Axes) => odd(y) && x.filtering !== strict;
          expect(met, JSON.stringify([a, b])).toBe(rule(a, b) || reached(a, b) || reached(b, a));
          if (met !== rule(a, b)) parted += 1;
        }
      }
      expect(parted).toBe(12);
    });
  }
});
