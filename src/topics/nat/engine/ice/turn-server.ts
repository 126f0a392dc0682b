import { drawInt, type RandomState } from '../../../../lab/random.ts';
import type { Reaction } from '../agents/react.ts';
import { makeKnown } from '../agents/registry.ts';
import type { Effect, Input } from '../agents/types.ts';
import { type Endpoint, same } from '../net/address.ts';
import type { Packet, Payload, Protocol, TurnPayload } from '../net/types.ts';

export interface TurnServerConfig {
  readonly is: 'turn-server';
  /** Where it listens, over UDP and over TCP. */
  readonly port: number;
}

/** RFC 8656 §3.2: what a 5-tuple has at the server. */
export interface Allocated {
  readonly client: Endpoint;
  readonly protocol: Protocol;
  /** By which a request that comes again is told from another one. */
  readonly transaction: number;
  readonly relayed: Endpoint;
  /** Milliseconds. */
  readonly expires: number;
  /** IP addresses, without a port: RFC 8656 §9. */
  readonly permissions: readonly { readonly ip: string; readonly expires: number }[];
}

export interface TurnServerState {
  readonly is: 'turn-server';
  readonly allocations: readonly Allocated[];
}

export const freshTurnServer: TurnServerState = { is: 'turn-server', allocations: [] };

/** Seconds. RFC 8656 §3.2, §7.2, §9. */
export const LIFETIME = { default: 600, most: 3600, permission: 300 } as const;
/** RFC 8656 §7.2. */
export const RELAYED_PORTS = { first: 49_152, last: 65_535 } as const;

/** Codes of errors: Allocation Mismatch, Insufficient Capacity. RFC 8656 §19. */
const MISMATCH = 437;
const NO_CAPACITY = 508;

/**
 * A TURN server, without its credentials. It answers Allocate, Refresh and
 * CreatePermission, and passes data on as Send and Data indications. What is not asked
 * for again in time is over. RFC 8656 §7 to §11.
 */
export function turnServer(
  config: TurnServerConfig,
  ip: string,
  agent: TurnServerState,
  input: Input,
  now: number,
  random: RandomState,
): Reaction<TurnServerState> {
  const current = expired(agent, now);
  if (input.kind !== 'packet') return { agent: current, effects: [], random };
  const { packet } = input;
  if (packet.to.port !== config.port) {
    return { agent: current, effects: fromPeer(config, ip, current, packet), random };
  }
  const { payload } = packet;
  if (payload.is === 'turn-send') {
    return { agent: current, effects: toPeer(current, packet, payload), random };
  }
  if (payload.is !== 'turn-request') return { agent: current, effects: [], random };
  return request(ip, current, packet, payload, now, random);
}

/** The same one where nothing is over. */
function expired(agent: TurnServerState, now: number): TurnServerState {
  const over = (row: { readonly expires: number }): boolean => row.expires <= now;
  const stale = (a: Allocated): boolean => over(a) || a.permissions.some(over);
  if (!agent.allocations.some(stale)) return agent;
  const left = agent.allocations.filter((a) => !over(a));
  return {
    ...agent,
    allocations: left.map((a) =>
      a.permissions.some(over) ? { ...a, permissions: a.permissions.filter((p) => !over(p)) } : a,
    ),
  };
}

const belongs = ({ client, protocol }: Allocated, packet: Packet): boolean =>
  protocol === packet.protocol && same(client, packet.from);

type TurnRequest = Extract<TurnPayload, { readonly is: 'turn-request' }>;

function request(
  ip: string,
  agent: TurnServerState,
  packet: Packet,
  { method, transaction, lifetime, peers }: TurnRequest,
  now: number,
  random: RandomState,
): Reaction<TurnServerState> {
  const known = agent.allocations.find((a) => belongs(a, packet));
  if (method === 'allocate') return allocate(ip, agent, packet, known, now, random);
  if (!known) {
    return { agent, random, effects: [answer(packet, transaction, { error: MISMATCH })] };
  }
  const others = agent.allocations.filter((a) => a !== known);
  if (method === 'refresh') {
    const granted = lifetime === 0 ? 0 : grantedLifetime(lifetime);
    const kept = granted === 0 ? [] : [{ ...known, expires: now + granted * 1000 }];
    return {
      agent: { ...agent, allocations: [...others, ...kept] },
      effects: [answer(packet, transaction, { lifetime: granted }), ...wakeAfter(granted)],
      random,
    };
  }
  const expires = now + LIFETIME.permission * 1000;
  const permissions = [
    ...known.permissions.filter((p) => !peers.includes(p.ip)),
    ...peers.map((peer) => ({ ip: peer, expires })),
  ];
  return {
    agent: { ...agent, allocations: [...others, { ...known, permissions }] },
    effects: [answer(packet, transaction, {}), ...wakeAfter(LIFETIME.permission)],
    random,
  };
}

/** At least the default, at most what the server allows, in seconds. RFC 8656 §7.2. */
const grantedLifetime = (wanted: number): number =>
  Math.max(LIFETIME.default, Math.min(wanted, LIFETIME.most));

function allocate(
  ip: string,
  agent: TurnServerState,
  packet: Packet,
  known: Allocated | undefined,
  now: number,
  random: RandomState,
): Reaction<TurnServerState> {
  const { transaction, lifetime } = packet.payload as TurnRequest;
  const granted = grantedLifetime(lifetime);
  if (known) {
    const again = known.transaction === transaction;
    const said = again ? { relayed: known.relayed, lifetime: granted } : { error: MISMATCH };
    return { agent, random, effects: [answer(packet, transaction, said)] };
  }
  const taken = new Set(agent.allocations.map(({ relayed }) => relayed.port));
  const { first, last } = RELAYED_PORTS;
  if (taken.size > last - first) {
    return { agent, random, effects: [answer(packet, transaction, { error: NO_CAPACITY })] };
  }
  let [port, next] = drawInt(random, first, last);
  while (taken.has(port)) [port, next] = drawInt(next, first, last);
  const relayed = { ip, port };
  const allocated: Allocated = {
    client: packet.from,
    protocol: packet.protocol,
    transaction,
    relayed,
    expires: now + granted * 1000,
    permissions: [],
  };
  return {
    agent: { ...agent, allocations: [...agent.allocations, allocated] },
    effects: [answer(packet, transaction, { relayed, lifetime: granted }), ...wakeAfter(granted)],
    random: next,
  };
}

/** So that what is over goes when it is over, though nothing comes in then. */
const wakeAfter = (seconds: number): readonly Effect[] =>
  seconds === 0 ? [] : [{ do: 'wake', timer: 'expire', after: seconds * 1000 }];

function answer(
  { from, to, protocol }: Packet,
  transaction: number,
  said: { readonly error?: number; readonly relayed?: Endpoint; readonly lifetime?: number },
): Effect {
  const payload: Payload = {
    is: 'turn-answer',
    transaction,
    error: said.error ?? null,
    relayed: said.relayed ?? null,
    mapped: from,
    lifetime: said.lifetime ?? 0,
  };
  return { do: 'send', from: to, to: from, payload, protocol, after: 0 };
}

/** A Send indication: dropped where there is no permission, and nobody is told. RFC 8656 §11.2. */
function toPeer(
  agent: TurnServerState,
  packet: Packet,
  { peer, payload }: Extract<TurnPayload, { readonly is: 'turn-send' }>,
): readonly Effect[] {
  const known = agent.allocations.find((a) => belongs(a, packet));
  if (!known?.permissions.some(({ ip }) => ip === peer.ip)) return [];
  return [{ do: 'send', from: known.relayed, to: peer, payload, protocol: 'udp', after: 0 }];
}

/** A packet at a relayed address: from any port of an address that has permission. RFC 8656 §11.3. */
function fromPeer(
  config: TurnServerConfig,
  ip: string,
  agent: TurnServerState,
  { protocol, from, to, payload }: Packet,
): readonly Effect[] {
  const known = agent.allocations.find(({ relayed }) => protocol === 'udp' && same(relayed, to));
  if (!known?.permissions.some((p) => p.ip === from.ip)) return [];
  return [
    {
      do: 'send',
      from: { ip, port: config.port },
      to: known.client,
      payload: { is: 'turn-data', peer: from, payload },
      protocol: known.protocol,
      after: 0,
    },
  ];
}

makeKnown<TurnServerConfig, TurnServerState>(['turn-server'], {
  fresh: () => freshTurnServer,
  react: (config, [ip], agent, input, now, random) =>
    turnServer(config, ip!, agent, input, now, random),
});
