import { type Endpoint, same } from '../net/address.ts';
import { pairPriority } from './priority.ts';
import type { CandidatePair, IceCandidate, LocalCandidate, PairState, Role } from './types.ts';

type Ranked = Pick<CandidatePair, 'priority' | 'component'>;

/** The highest priority first, then the lowest component. RFC 8445 §6.1.2.3, §6.1.4.2. */
export function compare(a: Ranked, b: Ranked): number {
  const [p, q] = [BigInt(a.priority), BigInt(b.priority)];
  if (p !== q) return p > q ? -1 : 1;
  return a.component - b.component;
}

/** By who is controlling: G is that one’s candidate. RFC 8445 §6.1.2.3. */
export function priorityFor(role: Role, local: IceCandidate, remote: IceCandidate): string {
  return role === 'controlling'
    ? pairPriority(local.priority, remote.priority)
    : pairPriority(remote.priority, local.priority);
}

const family = ({ ip }: Endpoint): string => (ip.includes(':') ? 'IPv6' : 'IPv4');

const pairable = (local: IceCandidate, remote: IceCandidate): boolean =>
  local.component === remote.component && family(local) === family(remote);

/** Two pairs that would send the same check. RFC 8445 §6.1.2.4. */
export const redundant = (
  a: { readonly local: LocalCandidate; readonly remote: Endpoint },
  b: { readonly local: LocalCandidate; readonly remote: Endpoint },
): boolean => same(a.local.base, b.local.base) && same(a.remote, b.remote);

/** A pair that nothing has been done with. */
export function freshPair(
  id: number,
  role: Role,
  local: LocalCandidate,
  remote: IceCandidate,
  state: PairState,
  at: number,
  cause: 'formed' | 'learned',
): CandidatePair {
  return {
    id,
    component: local.component,
    local,
    remote,
    priority: priorityFor(role, local, remote),
    foundation: `${local.foundation}:${remote.foundation}`,
    state,
    history: [{ at, to: state, cause }],
    check: null,
    lastSentAt: null,
    retransmissions: 0,
    rto: null,
    nomination: 'none',
    removed: false,
  };
}

/**
 * Pairs each local candidate with each remote one, puts a base in place of each local
 * reflexive candidate, drops what is redundant and what is too much, and lets the first
 * pair of each foundation wait for its check. `at` is in milliseconds, and pairs are
 * numbered from `first`, in their order. RFC 8445 §6.1.2.2 to §6.1.2.6.
 */
export function formChecklist(
  local: readonly LocalCandidate[],
  remote: readonly IceCandidate[],
  role: Role,
  mostPairs: number,
  at: number,
  first: number,
): readonly CandidatePair[] {
  const all = local.flatMap((own) =>
    remote
      .filter((other) => pairable(own, other))
      .map((other) => ({
        component: own.component,
        priority: priorityFor(role, own, other),
        local: local.find((c) => same(c, own.base) && c.type === 'host') ?? own,
        remote: other,
      })),
  );
  const kept: (typeof all)[number][] = [];
  for (const pair of all.toSorted(compare)) {
    // §6.1.2.5 says “smaller than the limit” and means 100 pairs by a limit of 100.
    if (kept.length === mostPairs) break;
    if (!kept.some((better) => redundant(better, pair))) kept.push(pair);
  }
  // A base may count more than the reflexive candidate whose place it has taken.
  const pairs = kept
    .map((pair) => freshPair(0, role, pair.local, pair.remote, 'Frozen', at, 'formed'))
    .toSorted(compare)
    .map((pair, i) => ({ ...pair, id: first + i }));
  const firsts = new Set<CandidatePair>();
  for (const { foundation } of pairs) {
    const alike = pairs.filter((p) => p.foundation === foundation);
    firsts.add(alike.toSorted((a, b) => a.component - b.component || compare(a, b))[0]!);
  }
  return pairs.map((pair) =>
    firsts.has(pair)
      ? {
          ...pair,
          state: 'Waiting',
          history: [...pair.history, { at, to: 'Waiting', cause: 'first-of-foundation' }],
        }
      : pair,
  );
}

/** States in which nothing has been sent, or nothing came of it. */
const DISPENSABLE: readonly PairState[] = ['Frozen', 'Waiting', 'Failed'];

/**
 * The pairs with one more in its place. Where they become too many, the last that nothing
 * depends on goes. RFC 8445 §6.1.2, §6.1.2.5.
 */
export function inserted(
  pairs: readonly CandidatePair[],
  pair: CandidatePair,
  mostPairs: number,
): readonly CandidatePair[] {
  const grown = [...pairs, pair].toSorted(compare);
  const listed = grown.filter(({ removed }) => !removed);
  if (listed.length <= mostPairs) return grown;
  const last = listed.findLast((p) => p !== pair && DISPENSABLE.includes(p.state));
  return grown.filter((p) => p !== last);
}
