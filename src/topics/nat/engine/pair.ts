// What its agents are, the network learns from them.
import './agents/asker.ts';
import './agents/puncher.ts';
import './agents/servers.ts';
import type { BirthdayConfig } from './agents/birthday-probing.ts';
import type { PuncherConfig } from './agents/puncher.ts';
import { type KindId, kindOf } from './kinds.ts';
import type { Endpoint } from './net/address.ts';
import type { Host, Protocol, Rules, World } from './net/types.ts';
import { layOut, type Site, steady } from './net/world.ts';

export type SideId = 'a' | 'b';

/** Which addresses both have; with `nat64`, A has only IPv6 and a translator to IPv4. */
export type Family = 'ipv4' | 'ipv6' | 'nat64';

/** Two peers, what stands in front of each, and how they go about it. */
export interface PairConfig {
  readonly a: KindId;
  readonly b: KindId;
  readonly family: Family;
  readonly protocol: Protocol;
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
  /** A machine beside A, on the same port as A, that asks the second server before A does. */
  readonly neighbour?: boolean;
}

export const PLAIN: PairConfig = {
  a: 'port-restricted-cone',
  b: 'port-restricted-cone',
  family: 'ipv4',
  protocol: 'udp',
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
/** The same in IPv6, where nothing is translated. RFC 3849. */
const ADDRESSES_6 = {
  a: { host: '2001:db8::a', router: '2001:db8:a::1' },
  b: { host: '2001:db8::b', router: '2001:db8:b::1' },
} as const;
/** Of a phone that has only IPv6: the address its programs see, and its own. RFC 6877, RFC 7335. */
const PHONE = {
  inside: '192.0.0.4',
  clat: '192.0.0.1',
  own: '2001:db8:64::5',
  router: '2001:db8:64::1',
};
export const STUN: Endpoint = { ip: '192.0.2.1', port: 3478 };
export const STUN_OTHER: Endpoint = { ip: '192.0.2.2', port: 3479 };
export const RELAY: Endpoint = { ip: '192.0.2.9', port: 443 };
const SERVERS_6 = {
  stun: { ip: '2001:db8::5', port: 3478 },
  other: { ip: '2001:db8::6', port: 3479 },
  relay: { ip: '2001:db8::9', port: 443 },
} as const;
const serversOf = ({ family }: PairConfig) =>
  family === 'ipv6' ? SERVERS_6 : { stun: STUN, other: STUN_OTHER, relay: RELAY };
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
  const { stun, other: second, relay } = serversOf(config);
  const router = config.family === 'ipv6' ? ADDRESSES_6[side].router : ADDRESSES[side].router;
  return {
    is: 'puncher',
    peer: other,
    port: PORTS[side],
    protocol: config.protocol,
    servers: config.servers === 2 ? [stun, second] : [stun],
    offersHost: false,
    gateway: asks ? { ip: router, port: PORT_CONTROL } : null,
    starts: config.starts[side],
    signalling: 80,
    waits: config.waits[side],
    rounds: config.rounds,
    interval: config.interval,
    relay: config.relay ? relay : null,
    birthday: config.birthday,
  };
}

/** The rules that a side’s device goes by; `null` where there is no device. */
export function rulesOf(config: PairConfig, side: SideId): Rules | null {
  const { rules } = kindOf(config[side]);
  if (!rules) return null;
  const own = { ...rules, ...config.rules?.[side] };
  // There are addresses enough in IPv6: what stands in front only filters.
  return config.family === 'ipv6' ? { ...own, translation: 'firewall' } : own;
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

type LoneHost = Omit<Host, 'realm'>;

/** A side’s host, and the device in front of it where there is one. */
function homeOf(config: PairConfig, side: SideId): LoneHost | Site {
  const rules = rulesOf(config, side);
  const at = ADDRESSES[side];
  const behindCarrier = config.carrier === side || config.carrier === 'shared';
  const v4 = behindCarrier ? at.carrier : at.outside;
  const outside = config.family === 'ipv6' ? ADDRESSES_6[side].host : v4;
  const open = !rules || rules.translation === 'firewall';
  const name = side.toUpperCase();
  const agent = puncherOf(config, side);
  const host = { id: side, name, ip: open ? outside : at.host, agent };
  if (!rules) return host;
  if (config.family === 'nat64' && side === 'a') return phone(host, rules, outside);
  return {
    device: {
      id: `nat-${side}`,
      name: `${name}’s ${rules.translation === 'firewall' ? 'firewall' : 'NAT'}`,
      insideIp: config.family === 'ipv6' ? ADDRESSES_6[side].router : at.router,
      pool: open ? [] : [outside],
      rules,
    },
    link: LAN,
    sites: [],
    hosts: side === 'a' && config.neighbour ? [host, NEIGHBOUR] : [host],
  };
}

/** Beside A, behind the same NAT. */
const NEIGHBOUR: LoneHost = {
  id: 'c',
  name: 'C',
  ip: '192.168.1.6',
  agent: { is: 'asker', port: PORTS.a, server: STUN_OTHER, at: 0 },
};

/** A phone with IPv6 only: a translator in it, and its carrier’s. RFC 6877 §4, RFC 6146. */
function phone(host: LoneHost, rules: Rules, outside: string): Site {
  const clat: Site = {
    device: {
      id: 'clat-a',
      name: 'CLAT in A',
      insideIp: PHONE.clat,
      pool: [PHONE.own],
      rules: { ...rules, translation: 'clat' },
    },
    link: steady(0),
    sites: [],
    hosts: [{ ...host, ip: PHONE.inside }],
  };
  return {
    device: {
      id: 'nat-a',
      name: 'carrier’s NAT64',
      insideIp: PHONE.router,
      pool: [outside],
      // RFC 6146 §1: endpoint-independent mapping, and either of two filters.
      rules: {
        ...rules,
        translation: 'nat64',
        mapping: 'endpoint-independent',
        filtering: 'address-dependent',
        ports: 'random',
      },
    },
    link: LAN,
    sites: [clat],
    hosts: [],
  };
}

/** The world of two peers: what a reader chooses in front of each, and the servers. */
export function pairWorld(config: PairConfig): World {
  const lone: LoneHost[] = [];
  const homes: Partial<Record<SideId, Site>> = {};
  for (const side of SIDES) {
    const home = homeOf(config, side);
    if ('device' in home) homes[side] = home;
    else lone.push(home);
  }
  return layOut({ link: WAN, ...outermost(config, homes, lone) });
}

function outermost(
  config: PairConfig,
  homes: Readonly<Partial<Record<SideId, Site>>>,
  lone: readonly LoneHost[],
): Pick<Parameters<typeof layOut>[0], 'sites' | 'hosts'> {
  const { stun, other, relay } = serversOf(config);
  const servers: readonly LoneHost[] = [
    {
      id: 'stun',
      name: 'STUN server',
      ip: stun.ip,
      also: [other.ip],
      agent: { is: 'stun-server', other },
    },
    { id: 'relay', name: 'relay', ip: relay.ip, agent: { is: 'relay' } },
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
