import type { RandomState } from '../../../../lab/random.ts';
import type { Reaction } from '../agents/react.ts';
import { makeKnown } from '../agents/registry.ts';
import type { Candidate, Effect, Input } from '../agents/types.ts';
import { type Endpoint, same } from '../net/address.ts';
import type { Packet, Payload } from '../net/types.ts';

/**
 * A peer that talks at once, over a relay, looks for a way of its own meanwhile, moves over when
 * it has one, and back when it hears nothing on it any more.
 */
export interface TalkerConfig {
  readonly is: 'talker';
  readonly peer: string;
  readonly port: number;
  readonly server: Endpoint;
  readonly relay: Endpoint;
  /** Milliseconds between two messages, and how many there are. */
  readonly every: number;
  readonly messages: number;
  /** Milliseconds between two rounds of probes; on a way that works, between heartbeats. */
  readonly probes: number;
  readonly heartbeat: number;
  /** How long a way is trusted on which nothing is heard, in milliseconds. */
  readonly trust: number;
}

/** A message that came: when it was sent, when it came, and how. */
export interface Heard {
  readonly sent: number;
  readonly at: number;
  readonly relayed: boolean;
}

export interface TalkerState {
  readonly is: 'talker';
  /** How it is seen outside, once it has been told. */
  readonly own: Candidate | null;
  readonly offered: readonly Candidate[];
  readonly way: Endpoint | null;
  /** When something was last heard on it. */
  readonly heardAt: number;
  readonly said: number;
  readonly heard: readonly Heard[];
  readonly transaction: number;
}

export const freshTalker: TalkerState = {
  is: 'talker',
  own: null,
  offered: [],
  way: null,
  heardAt: 0,
  said: 0,
  heard: [],
  transaction: 0,
};

interface Self {
  readonly config: TalkerConfig;
  readonly udp: Endpoint;
  /** Of its connection to the relay. */
  readonly tcp: Endpoint;
}
interface Reacted {
  readonly agent: TalkerState;
  readonly effects: readonly Effect[];
}

export function talker(
  config: TalkerConfig,
  ip: string,
  agent: TalkerState,
  input: Input,
  now: number,
  random: RandomState,
): Reaction<TalkerState> {
  const self = { config, udp: { ip, port: config.port }, tcp: { ip, port: config.port + 1 } };
  return { random, ...react(self, agent, input, now) };
}

function react(self: Self, agent: TalkerState, input: Input, now: number): Reacted {
  switch (input.kind) {
    case 'start':
      return start(self, agent);
    case 'signal':
      return { agent: { ...agent, offered: input.signal.candidates }, effects: [] };
    case 'packet':
      return receive(self, agent, input.packet, now);
    case 'wake':
      return wake(self, agent, input.timer, now);
  }
}

const send = (from: Endpoint, to: Endpoint, payload: Payload, protocol: 'udp' | 'tcp'): Effect => ({
  do: 'send',
  from,
  to,
  payload,
  protocol,
  after: 0,
});

function start({ config, udp, tcp }: Self, agent: TalkerState): Reacted {
  return {
    agent,
    effects: [
      send(tcp, config.relay, { is: 'syn' }, 'tcp'),
      send(udp, config.server, { is: 'stun-request', transaction: 0 }, 'udp'),
      { do: 'wake', timer: 'talk', after: config.every },
      { do: 'wake', timer: 'probe', after: config.probes },
    ],
  };
}

/** A way is given up when nothing has been heard on it for too long. */
function trusted({ config }: Self, agent: TalkerState, now: number): Endpoint | null {
  return agent.way && now - agent.heardAt <= config.trust ? agent.way : null;
}

function wake(self: Self, agent: TalkerState, timer: string, now: number): Reacted {
  const { config, udp, tcp } = self;
  const way = trusted(self, agent, now);
  const left = { ...agent, way };
  if (timer === 'talk') {
    if (agent.said >= config.messages) return { agent, effects: [] };
    const message = way
      ? send(udp, way, { is: 'data', sent: now }, 'udp')
      : send(tcp, config.relay, { is: 'relayed', peer: config.peer, sent: now }, 'tcp');
    const next: Effect = { do: 'wake', timer: 'talk', after: config.every };
    return { agent: { ...left, said: agent.said + 1 }, effects: [message, next] };
  }
  const targets = way ? [way] : agent.offered;
  const transaction = agent.transaction + 1;
  const probes = targets.map(({ ip, port }) =>
    send(udp, { ip, port }, { is: 'probe', transaction }, 'udp'),
  );
  const after = way ? config.heartbeat : config.probes;
  const done = agent.said >= config.messages;
  const next: Effect[] = done ? [] : [{ do: 'wake', timer: 'probe', after }];
  // The own side is kept open to servers too: what they see is to stay true.
  const asks =
    way || done ? [] : [send(udp, config.server, { is: 'stun-request', transaction }, 'udp')];
  return { agent: { ...left, transaction }, effects: [...probes, ...asks, ...next] };
}

function receive(self: Self, agent: TalkerState, packet: Packet, now: number): Reacted {
  const { payload, from, to } = packet;
  switch (payload.is) {
    case 'stun-answer':
      return told(self, agent, { ...payload.mapped, kind: 'reflexive' });
    case 'probe': {
      const answer: Payload = {
        is: 'probe-answer',
        transaction: payload.transaction,
        mapped: from,
      };
      const heardAt = agent.way && same(agent.way, from) ? now : agent.heardAt;
      return { agent: { ...agent, heardAt }, effects: [send(to, from, answer, 'udp')] };
    }
    case 'probe-answer':
      return { agent: { ...agent, way: from, heardAt: now }, effects: [] };
    case 'data':
    case 'relayed': {
      const relayed = payload.is === 'relayed';
      const message = { sent: payload.sent ?? packet.sentAt, at: now, relayed };
      const heardAt = !relayed && agent.way && same(agent.way, from) ? now : agent.heardAt;
      return { agent: { ...agent, heard: [...agent.heard, message], heardAt }, effects: [] };
    }
    default:
      return { agent, effects: [] };
  }
}

/** A new address is told to the other, over the relay’s own channel. */
function told({ config }: Self, agent: TalkerState, own: Candidate): Reacted {
  if (agent.own && same(agent.own, own)) return { agent, effects: [] };
  return {
    agent: { ...agent, own },
    effects: [
      {
        do: 'signal',
        to: config.peer,
        signal: { candidates: [own], hard: false },
        after: SIGNALLING,
      },
    ],
  };
}

/** Milliseconds for a word over the relay. */
const SIGNALLING = 160;

makeKnown<TalkerConfig, TalkerState>(['talker'], {
  fresh: () => freshTalker,
  react: (config, [ip], agent, input, now, random) =>
    talker(config, ip!, agent, input, now, random),
});
