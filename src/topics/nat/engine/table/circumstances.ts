import { type KindId, kindOf } from '../kinds.ts';
import { type PairConfig, PLAIN, type SideId } from '../pair.ts';

/** What else the whole table can be played under. */
export const CIRCUMSTANCES_IDS = [
  'plain',
  'asked',
  'carrier-a',
  'carrier',
  'carrier-hairpin',
  'carrier-asked',
  'ipv6',
  'tcp',
] as const;
export type CircumstancesId = (typeof CIRCUMSTANCES_IDS)[number];

export interface Circumstances {
  readonly id: CircumstancesId;
  /** As it stands in a list. */
  readonly title: string;
  /** A sentence that says what is otherwise; empty where nothing is. */
  readonly words: string;
  readonly pair: Partial<PairConfig>;
  /** Sides that ask for a port, where there is somebody to ask. */
  readonly asks: readonly SideId[];
  /** A and B are in the same position, so that a cell and its mirror are much the same. */
  readonly even: boolean;
  /** Why ports are not guessed here; `null` where they can be. */
  readonly noGuessing: string | null;
}

const circumstances = (
  id: CircumstancesId,
  title: string,
  words: string,
  rest: Partial<Circumstances>,
): Circumstances => ({
  id,
  title,
  words,
  pair: {},
  asks: [],
  even: true,
  noGuessing: null,
  ...rest,
});

export const CIRCUMSTANCES: readonly Circumstances[] = [
  circumstances('plain', 'As it is', '', {}),
  circumstances(
    'asked',
    'A asks its NAT for a port',
    'A asks its own NAT for a port, where it has one.',
    {
      asks: ['a'],
      even: false,
    },
  ),
  circumstances(
    'carrier-a',
    'A carrier’s NAT in front of A',
    'A carrier’s NAT stands in front of whatever A has.',
    { pair: { carrier: 'a' }, even: false },
  ),
  circumstances(
    'carrier',
    'One carrier, no hairpin',
    'Both are behind one carrier’s NAT without hairpin, and offer what STUN saw: an address of that NAT.',
    {
      pair: { carrier: 'shared' },
      // A packet for the carrier's own address dies there, whatever its port.
      noGuessing: 'No port of the carrier’s NAT can be reached from inside it.',
    },
  ),
  circumstances(
    'carrier-hairpin',
    'One carrier, with hairpin',
    'Both are behind one carrier’s NAT, which turns packets round.',
    { pair: { carrier: 'shared', hairpin: true } },
  ),
  circumstances(
    'carrier-asked',
    'One carrier, both ask for ports',
    'Both are behind one carrier’s NAT without hairpin, and each offers a port that its own router gives out, of an address in 100.64.0.0/10.',
    { pair: { carrier: 'shared' }, asks: ['a', 'b'] },
  ),
  circumstances(
    'ipv6',
    'IPv6',
    'Both have IPv6: what stands in front filters, and translates nothing.',
    {
      pair: { family: 'ipv6' },
      noGuessing: 'In IPv6 no port is changed, so there is none to guess.',
    },
  ),
  circumstances(
    'tcp',
    'TCP instead of UDP',
    'They talk over TCP, which a network that blocks UDP lets through.',
    {
      pair: { protocol: 'tcp' },
      noGuessing: 'Here ports are guessed with UDP only.',
    },
  ),
];

export function circumstancesOf(id: CircumstancesId): Circumstances {
  return CIRCUMSTANCES.find((c) => c.id === id)!;
}

/** Sides that ask for a port: one with nothing in front of it has nobody to ask. */
export function askersOf(id: CircumstancesId, kinds: Readonly<Record<SideId, KindId>>): SideId[] {
  return circumstancesOf(id).asks.filter((side) => kindOf(kinds[side]).rules !== null);
}

/** Two peers under these circumstances; a relay is always there. */
export function pairUnder(id: CircumstancesId, a: KindId, b: KindId): PairConfig {
  const { pair } = circumstancesOf(id);
  return { ...PLAIN, ...pair, portMapping: askersOf(id, { a, b }), relay: true, a, b };
}
