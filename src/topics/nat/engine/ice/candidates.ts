import { type Endpoint, same } from '../net/address.ts';
import type { Protocol } from '../net/types.ts';
import { candidatePriority } from './priority.ts';
import type { Allocation, CandidateType, IceCandidate, LocalCandidate } from './types.ts';

/** An address that an agent can be reached at, before it is a candidate. */
export interface Found extends Endpoint {
  readonly type: CandidateType;
  readonly component: number;
  readonly base: Endpoint;
  /** Whom it was learned from, as the agent knows it; `null` for a host’s own. */
  readonly server: Endpoint | null;
  /** Between the agent and that server. */
  readonly protocol: Protocol;
  /** The local preference, 0 to 65535. */
  readonly preference: number;
  readonly allocation: Allocation | null;
}

/** What two candidates have in common if they have one foundation. RFC 8445 §5.1.1.3. */
export function foundationKey({
  type,
  base,
  server,
  protocol,
}: Pick<Found, 'type' | 'base' | 'server' | 'protocol'>): string {
  return [type, base.ip, server?.ip ?? 'no server', protocol].join(' ');
}

/** A foundation’s number, as what is told of it: the place of its key in the list. */
export function foundationOf(
  foundations: readonly string[],
  key: string,
): { readonly foundation: string; readonly foundations: readonly string[] } {
  const place = foundations.indexOf(key);
  if (place >= 0) return { foundation: String(place + 1), foundations };
  return { foundation: String(foundations.length + 1), foundations: [...foundations, key] };
}

/**
 * 65535 where there is one address and one source, else another value for each, in the
 * order in which they are configured. RFC 8445 §5.1.2.1.
 */
export function localPreference(address: number, source: number, sources: number): number {
  return 65_535 - address * sources - source;
}

interface Known {
  readonly local: readonly LocalCandidate[];
  readonly foundations: readonly string[];
}

/**
 * The candidates with another one among them, unless it is redundant: of two with the same
 * address and the same base the one with the higher priority stays. RFC 8445 §5.1.3.
 */
export function add<K extends Known>(known: K, found: Found): K {
  const { server, protocol, preference, ...rest } = found;
  const { foundation, foundations } = foundationOf(known.foundations, foundationKey(found));
  const candidate: LocalCandidate = {
    ...rest,
    foundation,
    priority: candidatePriority(found.type, preference, found.component),
  };
  const twin = known.local.find((c) => same(c, found) && same(c.base, found.base));
  if (twin && twin.priority >= candidate.priority) return known;
  const local = [...known.local.filter((c) => c !== twin), candidate];
  return { ...known, foundations, local };
}

/** What the other is told of a candidate. RFC 8445 §5.3. */
export const told = ({ base, allocation, ...rest }: LocalCandidate): IceCandidate => rest;

/** Whether two are one 5-tuple. RFC 8656 §3.2. */
export const sameAllocation = (a: Allocation | null, b: Allocation | null): boolean =>
  !!a && !!b && a.protocol === b.protocol && same(a.client, b.client) && same(a.server, b.server);
