// What its agents are, the network learns from them.
import './agent.ts';
import './turn-server.ts';
import type { KindId } from '../kinds.ts';
import type { Endpoint } from '../net/address.ts';
import type { Host, Link, Protocol, Rules, World } from '../net/types.ts';
import { INTERNET } from '../net/world.ts';
import { PLAIN, pairWorld, RELAY, rulesOf, type SideId, STUN, STUN_OTHER } from '../pair.ts';
import type { IceConfig, Role } from './types.ts';

/** Two ICE agents, what stands in front of each, and the servers. */
export interface IcePairConfig {
  readonly a: KindId;
  readonly b: KindId;
  /** Axes that differ from the kind’s own. */
  readonly rules?: Readonly<Partial<Record<SideId, Partial<Rules>>>>;
  /** Carrier-grade NAT in front of a side; `shared` is one in front of both. */
  readonly carrier: 'none' | 'a' | 'b' | 'shared';
  readonly hairpin: boolean;
  /** STUN servers. */
  readonly servers: 0 | 1 | 2;
  /** Whether there is a TURN server. A side that can use no UDP reaches it over TCP. */
  readonly turn: boolean;
  /** Over what a side reaches it, where that is to be otherwise. */
  readonly turnOver?: Readonly<Partial<Record<SideId, readonly Protocol[]>>>;
  readonly components: 1 | 2;
  readonly roles: Readonly<Record<SideId, Role>>;
  /** 64 bits each, in decimal. RFC 8445 §7.3.1.1. */
  readonly tiebreakers: Readonly<Record<SideId, string>>;
  /** Milliseconds until a side begins, at most for gathering, and until a signal is heard. */
  readonly starts: Readonly<Record<SideId, number>>;
  readonly gathers: number;
  readonly signalling: number;
  /** Ta and Tr, in milliseconds. RFC 8445 §14.2, §11. */
  readonly ta: number;
  readonly tr: number;
  /** How long a controlling agent hopes for a better pair. */
  readonly patience: IceConfig['patience'];
  /** Pairs at most. RFC 8445 §6.1.2.5. */
  readonly mostPairs: number;
  /** What the internet’s links do to packets, beside taking their time. */
  readonly link: Readonly<Partial<Link>>;
}

export const PLAIN_ICE: IcePairConfig = {
  a: 'port-restricted-cone',
  b: 'port-restricted-cone',
  carrier: 'none',
  hairpin: false,
  servers: 1,
  turn: true,
  components: 1,
  roles: { a: 'controlling', b: 'controlled' },
  tiebreakers: { a: '10589142461230981205', b: '3717210487629213442' },
  starts: PLAIN.starts,
  gathers: 2000,
  signalling: 80,
  ta: 50,
  tr: 15_000,
  // A relayed pair is valid first; a direct one may need a check to be sent again.
  patience: { direct: 500, relayed: 3000 },
  mostPairs: 100,
  link: {},
};

/** Where TURN listens. RFC 8656 §4. */
export const TURN: Endpoint = { ip: RELAY.ip, port: 3478 };

const PORTS = { a: 40_001, b: 40_002 } as const;
/** At least 24 and 128 random bits each in a real session. RFC 8445 §5.3. */
export const CREDENTIALS = {
  a: { ufrag: 'h6vY', password: 'asd88fgpdd777uzjYhagZg' },
  b: { ufrag: 'evtj', password: 'VOkJxbRl1RmTxUk/WvJxBt' },
} as const;

function agentOf(config: IcePairConfig, side: SideId): IceConfig {
  const { a, b, rules, carrier, hairpin } = config;
  const blocked = rulesOf({ ...PLAIN, a, b, rules, carrier, hairpin }, side)?.udp === 'blocked';
  const over = config.turnOver?.[side] ?? [blocked ? 'tcp' : 'udp'];
  return {
    is: 'ice',
    name: side.toUpperCase(),
    peer: side === 'a' ? 'b' : 'a',
    ports: Array.from({ length: config.components }, (_, i) => PORTS[side] + 10 * i),
    role: config.roles[side],
    tiebreaker: config.tiebreakers[side],
    ...CREDENTIALS[side],
    stun: [STUN, STUN_OTHER].slice(0, config.servers),
    turn: config.turn ? over.map((protocol) => ({ server: TURN, protocol })) : [],
    starts: config.starts[side],
    gathers: config.gathers,
    signalling: config.signalling,
    ta: config.ta,
    tr: config.tr,
    patience: config.patience,
    mostPairs: config.mostPairs,
  };
}

/** The world of `pairWorld`, with an ICE agent on each side, and TURN in place of the relay. */
export function icePair(config: IcePairConfig): World {
  const { a, b, rules, carrier, hairpin } = config;
  const world = pairWorld({ ...PLAIN, a, b, rules, carrier, hairpin });
  const hosts: Record<string, Host> = {};
  for (const [id, host] of Object.entries(world.hosts)) {
    if (id === 'a' || id === 'b') hosts[id] = { ...host, agent: agentOf(config, id) };
    else if (id !== 'relay') hosts[id] = host;
    else if (config.turn) {
      const agent = { is: 'turn-server', port: TURN.port } as const;
      hosts[id] = { ...host, name: 'TURN server', agent };
    }
  }
  const internet = world.realms[INTERNET]!;
  const attached = Object.entries(internet.attached).filter(
    ([, id]) => id !== 'relay' || config.turn,
  );
  const realm = {
    ...internet,
    attached: Object.fromEntries(attached),
    link: { ...internet.link, ...config.link },
  };
  return { ...world, hosts, realms: { ...world.realms, [INTERNET]: realm } };
}
