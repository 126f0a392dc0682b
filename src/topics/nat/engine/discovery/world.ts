// What its agents are, the network learns from them.
import '../agents/servers.ts';
import './discoverer.ts';
import { type KindId, kindOf } from '../kinds.ts';
import type { Endpoint } from '../net/address.ts';
import type { Link, Rules, World } from '../net/types.ts';
import { layOut, type Site, steady } from '../net/world.ts';

/** A host, what stands in front of it, and how patiently it asks. */
export interface DiscoveryConfig {
  readonly kind: KindId;
  /** Axes that differ from the kind’s own. */
  readonly rules: Partial<Rules>;
  /** Milliseconds that a test waits for its answer. */
  readonly patience: number;
  /** The filtering tests are run from a port that has written to nobody. RFC 5780 §4.4. */
  readonly fresh: boolean;
  /** Of the internet: shares of the packets, and milliseconds. */
  readonly loss: number;
  readonly duplication: number;
  readonly jitter: number;
}

export const USUAL: Omit<DiscoveryConfig, 'kind'> = {
  rules: {},
  patience: 2000,
  fresh: true,
  loss: 0,
  duplication: 0,
  jitter: 0,
};

/** From the blocks set aside for documentation. RFC 5737. */
export const HOME = {
  host: '192.168.1.5',
  router: '192.168.1.1',
  outside: '203.0.113.10',
} as const;
export const PRIMARY: Endpoint = { ip: '192.0.2.1', port: 3478 };
export const OTHER: Endpoint = { ip: '192.0.2.2', port: 3479 };
export const LOCAL = { mapping: 40_001, filtering: 40_002 } as const;
/** Milliseconds: long enough for what is doubled or late to be over, as a rule. */
const PAUSE = 100;

/** What the device in front goes by; `null` where there is none. */
export function rulesOf({ kind, rules }: DiscoveryConfig): Rules | null {
  const own = kindOf(kind).rules;
  return own && { ...own, ...rules };
}

export function discoveryWorld(config: DiscoveryConfig): World {
  const { patience, fresh, loss, duplication, jitter } = config;
  const rules = rulesOf(config);
  const keeps = !rules || rules.translation === 'firewall';
  const host = {
    id: 'host',
    name: 'host',
    ip: keeps ? HOME.outside : HOME.host,
    agent: {
      is: 'discoverer' as const,
      server: PRIMARY,
      mappingPort: LOCAL.mapping,
      filteringPort: fresh ? LOCAL.filtering : LOCAL.mapping,
      patience,
      pause: PAUSE,
    },
  };
  const server = {
    id: 'stun',
    name: 'STUN server',
    ip: PRIMARY.ip,
    also: [OTHER.ip],
    agent: { is: 'stun-server' as const, other: OTHER },
  };
  const link: Link = { latency: 40, loss, duplication, jitter };
  if (!rules) return layOut({ link, sites: [], hosts: [host, server] });
  const site: Site = {
    device: {
      id: 'nat',
      name: rules.translation === 'firewall' ? 'firewall' : 'NAT',
      insideIp: HOME.router,
      pool: keeps ? [] : [HOME.outside],
      rules,
    },
    link: steady(2),
    sites: [],
    hosts: [host],
  };
  return layOut({ link, sites: [site], hosts: [server] });
}
