import type { BirthdayConfig } from './agents/birthday-probing.ts';
import type { PuncherConfig } from './agents/puncher.ts';
import { type KindId, kindOf } from './kinds.ts';
import type { Endpoint } from './net/address.ts';
import type { Rules, World } from './net/types.ts';
import { layOut, type Site, steady } from './net/world.ts';

export type SideId = 'a' | 'b';

/** Two peers, what stands in front of each, and how they go about it. */
export interface PairConfig {
  readonly a: KindId;
  readonly b: KindId;
  /** Axes that differ from the kind’s own. */
  readonly rules?: Readonly<Partial<Record<SideId, Partial<Rules>>>>;
  /** Carrier-grade NAT in front of a side; `shared` is one in front of both. */
  readonly carrier: 'none' | 'a' | 'b' | 'shared';
  /** Whether the carrier’s NAT, or the NAT that both share, turns packets round. */
  readonly hairpin: boolean;
  /** Sides that ask their own device for a port. */
  readonly portMapping: readonly SideId[];
  /** When a side begins, in milliseconds. */
  readonly starts: Readonly<Record<SideId, number>>;
  /** Milliseconds that a side waits before its first probe. */
  readonly waits: Readonly<Record<SideId, number>>;
  readonly rounds: number;
  readonly interval: number;
  readonly servers: 1 | 2;
  readonly relay: boolean;
  readonly birthday: BirthdayConfig | null;
}

export const PLAIN: PairConfig = {
  a: 'port-restricted-cone',
  b: 'port-restricted-cone',
  carrier: 'none',
  hairpin: false,
  portMapping: [],
  // One after the other, so that a reader can follow.
  starts: { a: 0, b: 90 },
  waits: { a: 0, b: 50 },
  rounds: 10,
  interval: 500,
  servers: 1,
  relay: false,
  birthday: null,
};

/** From the blocks set aside for documentation. RFC 5737, RFC 6598 for the carrier. */
export const ADDRESSES = {
  a: {
    host: '192.168.1.5',
    router: '192.168.1.1',
    outside: '203.0.113.10',
    carrier: '100.64.0.10',
  },
  b: { host: '10.0.0.7', router: '10.0.0.1', outside: '198.51.100.20', carrier: '100.64.0.20' },
} as const;
export const STUN: Endpoint = { ip: '192.0.2.1', port: 3478 };
export const STUN_OTHER: Endpoint = { ip: '192.0.2.2', port: 3479 };
export const RELAY: Endpoint = { ip: '192.0.2.9', port: 443 };
const CARRIER = { router: '100.64.0.1', a: '203.0.113.99', b: '198.51.100.99' } as const;
const PORTS = { a: 40_001, b: 40_002 } as const;
/** A home network and the internet, in milliseconds one way. */
const LAN = steady(2);
const WAN = steady(40);
/** NAT-PMP and PCP listen here. RFC 6886 §3.1, RFC 6887 §19. */
const PORT_CONTROL = 5351;

const SIDES = ['a', 'b'] as const;

function puncherOf(config: PairConfig, side: SideId): PuncherConfig {
  const other = side === 'a' ? 'b' : 'a';
  const asks = config.portMapping.includes(side);
  return {
    is: 'puncher',
    peer: other,
    port: PORTS[side],
    protocol: 'udp',
    servers: config.servers === 2 ? [STUN, STUN_OTHER] : [STUN],
    offersHost: false,
    gateway: asks ? { ip: ADDRESSES[side].router, port: PORT_CONTROL } : null,
    starts: config.starts[side],
    signalling: 80,
    waits: config.waits[side],
    rounds: config.rounds,
    interval: config.interval,
    relay: config.relay ? RELAY : null,
    birthday: config.birthday,
  };
}

/** The rules that a side’s device goes by; `null` where there is no device. */
export function rulesOf(config: PairConfig, side: SideId): Rules | null {
  const { rules } = kindOf(config[side]);
  return rules && { ...rules, ...config.rules?.[side] };
}

function carrierSite(id: string, pool: string, hairpin: boolean, sites: readonly Site[]): Site {
  return {
    device: {
      id,
      name: 'carrier’s NAT',
      insideIp: CARRIER.router,
      pool: [pool],
      // RFC 6888 REQ-7 recommends that a carrier does not filter by endpoint; many do.
      rules: {
        ...kindOf('port-restricted-cone').rules!,
        hairpin: hairpin ? 'external' : 'none',
        portMapping: false,
      },
    },
    link: steady(4),
    sites,
    hosts: [],
  };
}

/** The world of two peers: what a reader chooses in front of each, and the servers. */
export function pairWorld(config: PairConfig): World {
  const lone: Parameters<typeof layOut>[0]['hosts'][number][] = [];
  const homes: Partial<Record<SideId, Site>> = {};
  for (const side of SIDES) {
    const rules = rulesOf(config, side);
    const at = ADDRESSES[side];
    const behindCarrier = config.carrier === side || config.carrier === 'shared';
    const outside = behindCarrier ? at.carrier : at.outside;
    const open = !rules || rules.translation === 'firewall';
    const host = {
      id: side,
      name: side.toUpperCase(),
      ip: open ? outside : at.host,
      agent: puncherOf(config, side),
    };
    if (!rules) lone.push(host);
    else {
      homes[side] = {
        device: {
          id: `nat-${side}`,
          name: `${host.name}’s ${rules.translation === 'firewall' ? 'firewall' : 'NAT'}`,
          insideIp: at.router,
          pool: open ? [] : [outside],
          rules,
        },
        link: LAN,
        sites: [],
        hosts: [host],
      };
    }
  }
  return layOut({ link: WAN, ...outermost(config, homes, lone) });
}

function outermost(
  config: PairConfig,
  homes: Readonly<Partial<Record<SideId, Site>>>,
  lone: Parameters<typeof layOut>[0]['hosts'],
): Pick<Parameters<typeof layOut>[0], 'sites' | 'hosts'> {
  const servers = [
    {
      id: 'stun',
      name: 'STUN server',
      ip: STUN.ip,
      also: [STUN_OTHER.ip],
      agent: { is: 'stun-server' as const, other: STUN_OTHER },
    },
    { id: 'relay', name: 'relay', ip: RELAY.ip, agent: { is: 'relay' as const } },
  ];
  const { carrier, hairpin } = config;
  const sites = SIDES.flatMap((side) => (homes[side] ? [homes[side]] : []));
  if (carrier === 'none') return { sites, hosts: [...lone, ...servers] };
  if (carrier === 'shared') {
    const shared = carrierSite('carrier', CARRIER.a, hairpin, sites);
    return { sites: [{ ...shared, hosts: lone }], hosts: servers };
  }
  const own = homes[carrier];
  const site = carrierSite(`carrier-${carrier}`, CARRIER[carrier], hairpin, own ? [own] : []);
  const behind = own ? [] : lone.filter(({ id }) => id === carrier);
  return {
    sites: [{ ...site, hosts: behind }, ...sites.filter((s) => s !== own)],
    hosts: [...lone.filter((host) => !behind.includes(host)), ...servers],
  };
}
