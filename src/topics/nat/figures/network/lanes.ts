import type { NetState, World } from '../../engine/net/types.ts';
import { INTERNET } from '../../engine/net/world.ts';

export type SideId = 'a' | 'b';
export const SIDES = ['a', 'b'] as const;

/** What stands between a peer and the middle, from inside to outside. */
export interface Side {
  readonly id: SideId;
  /** The peer, and whoever is beside it. */
  readonly hosts: readonly string[];
  readonly devices: readonly string[];
}

/** Who stands where, from left to right: peers at the ends, their devices, and the middle. */
export interface Lanes {
  readonly a: Side;
  readonly b: Side;
  /** A device that both are behind; the internet stands in its place where there is none. */
  readonly shared: string | null;
}

function chain(world: World, host: string): readonly string[] {
  const devices: string[] = [];
  let realm = world.realms[world.hosts[host]!.realm]!;
  while (realm.gateway !== null) {
    devices.push(realm.gateway);
    realm = world.realms[world.devices[realm.gateway]!.outside]!;
  }
  return devices;
}

export function lanesOf({ world }: NetState): Lanes {
  const [a, b] = [chain(world, 'a'), chain(world, 'b')];
  const shared = a.find((device) => b.includes(device)) ?? null;
  const own = (devices: readonly string[]) => devices.filter((device) => device !== shared);
  const beside = (side: SideId) => {
    const { realm } = world.hosts[side]!;
    const open = world.realms[realm]!.gateway === null;
    if (open) return [side];
    return Object.values(world.hosts).flatMap((h) => (h.realm === realm ? [h.id] : []));
  };
  return {
    a: { id: 'a', hosts: beside('a'), devices: own(a) },
    b: { id: 'b', hosts: beside('b'), devices: own(b) },
    shared,
  };
}

/** The end of a lane on which something happens. */
export interface Spot {
  /** A host, a device, or the middle. */
  readonly lane: string;
  /** Of a device: the side that faces its own peer, or the world. */
  readonly edge: 'inner' | 'outer';
}

export const middle = (lane: string = INTERNET): Spot => ({ lane, edge: 'outer' });

/** Which side a lane belongs to; `null` for the middle and what stands in it. */
export function sideOf(lanes: Lanes, lane: string): SideId | null {
  for (const side of SIDES) {
    if (lanes[side].hosts.includes(lane) || lanes[side].devices.includes(lane)) return side;
  }
  return null;
}
