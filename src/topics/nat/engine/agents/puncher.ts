import type { RandomState } from '../../../../lab/random.ts';
import { type Endpoint, same } from '../net/address.ts';
import type { Entry, Packet, Payload, Protocol } from '../net/types.ts';
import { type Epoch, natPmpRebooted } from '../port-control/epoch.ts';
import { type BirthdayConfig, guess, openSockets } from './birthday-probing.ts';
import type { Reaction } from './react.ts';
import { makeKnown } from './registry.ts';
import type { Candidate, Effect, Input, Signal } from './types.ts';

/** A peer that asks how it is seen, tells the other, and then sends until something gets through. */
export interface PuncherConfig {
  readonly is: 'puncher';
  readonly peer: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** STUN servers, asked from the same socket. Two tell whether the port depends on them. */
  readonly servers: readonly Endpoint[];
  /** Whether its own address is offered too: of use to a neighbour. */
  readonly offersHost: boolean;
  /** Its device, where it asks it for a port. */
  readonly gateway: Endpoint | null;
  /** Milliseconds until it begins. */
  readonly starts: number;
  /** Milliseconds until what it signals is heard. */
  readonly signalling: number;
  /** Milliseconds between hearing the other’s addresses and the first probe. */
  readonly waits: number;
  /** Rounds of probes at most, and milliseconds between two. */
  readonly rounds: number;
  readonly interval: number;
  readonly relay: Endpoint | null;
  readonly birthday: BirthdayConfig | null;
}

/** A way that was tried and answered. */
export interface Path {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** The other’s end was seen on a packet, not offered. */
  readonly learned: boolean;
  readonly relayed: boolean;
}

export interface PuncherState {
  readonly is: 'puncher';
  readonly phase: 'gathering' | 'gathered' | 'probing' | 'connected' | 'given-up';
  readonly candidates: readonly Candidate[];
  /** Requests that have no answer yet. */
  readonly asked: number;
  readonly hard: boolean;
  readonly heard: Signal | null;
  readonly round: number;
  /** Sockets beside the first one, for guessing. */
  readonly sockets: readonly number[];
  /** Ports of the other’s that were tried. */
  readonly guessed: readonly number[];
  readonly path: Path | null;
  /** What the first probe came in through; `null` while none has. */
  readonly firstEntered: readonly Entry[] | null;
  readonly firstDataAt: number | null;
  /** How long its device said that it had been up, and when. */
  readonly epoch: Epoch | null;
}

export const freshPuncher: PuncherState = {
  is: 'puncher',
  phase: 'gathering',
  candidates: [],
  asked: 0,
  hard: false,
  heard: null,
  round: 0,
  sockets: [],
  guessed: [],
  path: null,
  firstEntered: null,
  firstDataAt: null,
  epoch: null,
};

/** How long it waits for answers before it goes on without them. */
const GATHERING = 1600;
/** How long it goes on listening after the last probe. */
const LISTENS = 1000;
/** How long a device is given to answer before the servers are asked. RFC 6886 §3.1. */
const GATEWAY_WAIT = 250;
/** Seconds for which a port is asked for. RFC 6886 §3.3. */
const LIFETIME = 7200;

interface Self {
  readonly config: PuncherConfig;
  readonly own: Endpoint;
}

export function puncher(
  config: PuncherConfig,
  ip: string,
  agent: PuncherState,
  input: Input,
  now: number,
  random: RandomState,
): Reaction<PuncherState> {
  const self: Self = { config, own: { ip, port: config.port } };
  switch (input.kind) {
    case 'start':
      return {
        agent,
        effects: [{ do: 'wake', timer: 'start', after: config.starts }],
        random,
      };
    case 'signal':
      return { random, ...hear(self, agent, input.signal) };
    case 'packet':
      return { random, ...receive(self, agent, input.packet, now) };
    case 'wake':
      return wake(self, agent, input.timer, random);
  }
}

interface Reacted {
  readonly agent: PuncherState;
  readonly effects: readonly Effect[];
}

function send(
  from: Endpoint,
  to: Endpoint,
  payload: Payload,
  protocol: Protocol = 'udp',
  after = 0,
): Effect {
  return { do: 'send', from, to, payload, protocol, after };
}

/** Asks the own device for a port, where it is to, before anything else uses that port. */
function start(self: Self, agent: PuncherState): Reacted {
  const { config, own } = self;
  const effects: Effect[] = [{ do: 'wake', timer: 'gathered', after: GATHERING }];
  if (config.relay) {
    effects.push(send({ ...own, port: own.port + 1 }, config.relay, { is: 'syn' }, 'tcp'));
  }
  const candidates: Candidate[] = config.offersHost ? [{ ...own, kind: 'host' }] : [];
  const begun = { ...agent, candidates };
  if (!config.gateway) {
    const asked = askServers(self, begun);
    return { agent: asked.agent, effects: [...effects, ...asked.effects] };
  }
  effects.push({ do: 'wake', timer: 'no-gateway', after: GATEWAY_WAIT });
  return { agent: begun, effects: [...effects, ...requestPort(self)] };
}

function requestPort({ config, own }: Self): readonly Effect[] {
  if (!config.gateway) return [];
  return [send(own, config.gateway, { is: 'port-request', inside: own.port, lifetime: LIFETIME })];
}

/** How the own socket is seen, asked of every server at once. */
function askServers({ config, own }: Self, agent: PuncherState): Reacted {
  return {
    agent: { ...agent, asked: config.servers.length },
    effects: config.servers.map((to, i) =>
      send(own, to, { is: 'stun-request', transaction: i }, config.protocol),
    ),
  };
}

/** Tells the other what there is to try. */
function gathered(self: Self, agent: PuncherState): Reacted {
  const { config } = self;
  const ready = { ...agent, phase: 'gathered' as const };
  // The other hears it only then: neither is to begin before both know.
  const probing = ready.heard
    ? begin(self, ready, config.signalling)
    : { agent: ready, effects: [] };
  return { agent: probing.agent, effects: [tell(self, agent), ...probing.effects] };
}

const tell = ({ config }: Self, { candidates, hard }: PuncherState): Effect => ({
  do: 'signal',
  to: config.peer,
  signal: { candidates, hard },
  after: config.signalling,
});

function hear(self: Self, agent: PuncherState, signal: Signal): Reacted {
  const heard = { ...agent, heard: signal };
  return agent.phase === 'gathered' ? begin(self, heard, 0) : { agent: heard, effects: [] };
}

function begin({ config }: Self, agent: PuncherState, after: number): Reacted {
  return {
    agent: { ...agent, phase: 'probing' },
    effects: [{ do: 'wake', timer: 'probe', after: after + config.waits }],
  };
}

function wake(
  self: Self,
  agent: PuncherState,
  timer: string,
  random: RandomState,
): Reaction<PuncherState> {
  if (timer === 'start') return { random, ...start(self, agent) };
  if (timer === 'gathered') {
    const late = agent.phase === 'gathering';
    return { random, ...(late ? gathered(self, agent) : { agent, effects: [] }) };
  }
  if (timer === 'no-gateway') {
    const silent = agent.phase === 'gathering' && agent.epoch === null;
    return { random, ...(silent ? askServers(self, agent) : { agent, effects: [] }) };
  }
  if (agent.phase !== 'probing') return { agent, effects: [], random };
  if (timer === 'probe') return { random, ...probe(self, agent) };
  if (timer === 'guess') {
    return guess(self.config.birthday!, self.own, agent, random);
  }
  return { random, ...giveUp(self, agent) };
}

/** One round: a probe to each address that the other offers. */
function probe(self: Self, agent: PuncherState): Reacted {
  const { config, own } = self;
  const { candidates, hard } = agent.heard!;
  const effects: Effect[] = candidates.map((to, i) =>
    send(
      own,
      { ip: to.ip, port: to.port },
      { is: 'probe', transaction: 100 * (agent.round + 1) + i },
      config.protocol,
    ),
  );
  const round = agent.round + 1;
  const last = round >= config.rounds;
  effects.push({
    do: 'wake',
    timer: last ? 'give-up' : 'probe',
    after: last ? LISTENS : config.interval,
  });
  const probed = { ...agent, round };
  if (!config.birthday || round > 1 || agent.hard === hard) return { agent: probed, effects };
  // One hard side and one easy: the hard one opens many doors, the easy one tries many.
  if (!agent.hard) {
    effects.push({ do: 'wake', timer: 'guess', after: config.birthday.gap });
    return { agent: probed, effects };
  }
  const opened = openSockets(config.birthday, own, probed);
  return { agent: opened.agent, effects: [...effects, ...opened.effects] };
}

function receive(self: Self, agent: PuncherState, packet: Packet, now: number): Reacted {
  const { payload } = packet;
  const deaf = { agent, effects: [] };
  if (payload.is === 'port-announce') return announcement(self, agent, payload.epoch, now);
  if (payload.is === 'relayed') return arrived(agent, packet, now);
  if (packet.to.port !== self.own.port && !agent.sockets.includes(packet.to.port)) return deaf;
  switch (payload.is) {
    case 'stun-answer':
      return seen(self, agent, { ...payload.mapped, kind: 'reflexive' });
    case 'port-answer':
      return given(self, { ...agent, epoch: { epoch: payload.epoch, at: now / 1000 } }, payload);
    case 'probe':
      return answer(agent, packet);
    case 'probe-answer':
      return connect(self, agent, packet);
    case 'data':
      return arrived(agent, packet, now);
    default:
      return deaf;
  }
}

/** The own device has answered: now the servers can be asked, or the other be told anew. */
function given(
  self: Self,
  agent: PuncherState,
  { outside }: Extract<Payload, { is: 'port-answer' }>,
): Reacted {
  const mapped: Candidate[] = outside ? [{ ...outside, kind: 'mapped' }] : [];
  // One that was given before is worth nothing any more.
  const others = agent.candidates.filter(({ kind }) => kind !== 'mapped');
  const grown = { ...agent, candidates: [...others, ...mapped] };
  if (agent.phase === 'gathering') return askServers(self, grown);
  return { agent: grown, effects: [tell(self, grown)] };
}

/** The own device lets everybody know that it is there: if it has forgotten all, it is asked again. */
function announcement(self: Self, agent: PuncherState, epoch: number, now: number): Reacted {
  const heard = { epoch, at: now / 1000 };
  if (!agent.epoch || !natPmpRebooted(agent.epoch, heard)) return { agent, effects: [] };
  return { agent: { ...agent, epoch: heard }, effects: requestPort(self) };
}

/** An answer to one of the questions at the start. */
function seen(self: Self, agent: PuncherState, found: Candidate): Reacted {
  if (agent.phase !== 'gathering') return { agent, effects: [] };
  const { candidates } = agent;
  const other = candidates.find(({ kind }) => kind === 'reflexive');
  const hard = agent.hard || (!!other && !same(other, found));
  const known = other || candidates.some((c) => same(c, found));
  const grown: PuncherState = {
    ...agent,
    asked: agent.asked - 1,
    hard,
    // Two answers that differ: the first is as good a guess as the second.
    candidates: known ? candidates : [...candidates, found],
  };
  return grown.asked === 0 ? gathered(self, grown) : { agent: grown, effects: [] };
}

/** Answers to where the probe was seen from, which need not have been offered. */
function answer(agent: PuncherState, packet: Packet): Reacted {
  const payload = packet.payload as Extract<Payload, { is: 'probe' }>;
  const reply: Payload = {
    is: 'probe-answer',
    transaction: payload.transaction,
    mapped: packet.from,
  };
  return {
    agent: { ...agent, firstEntered: agent.firstEntered ?? packet.entered },
    effects: [send(packet.to, packet.from, reply, packet.protocol)],
  };
}

function connect({ config }: Self, agent: PuncherState, packet: Packet): Reacted {
  if (agent.phase === 'connected') return { agent, effects: [] };
  const learned = !agent.heard?.candidates.some((c) => same(c, packet.from));
  const path = { from: packet.to, to: packet.from, learned, relayed: false };
  return {
    agent: { ...agent, phase: 'connected', path },
    effects: [send(path.from, path.to, { is: 'data' }, config.protocol)],
  };
}

/** Data has come: whoever it is from has found a way. */
function arrived(agent: PuncherState, packet: Packet, now: number): Reacted {
  if (agent.firstDataAt !== null) return { agent, effects: [] };
  const relayed = packet.payload.is === 'relayed';
  const learned = !relayed && !agent.heard?.candidates.some((c) => same(c, packet.from));
  const path: Path = agent.path ?? { from: packet.to, to: packet.from, learned, relayed };
  return {
    agent: { ...agent, phase: 'connected', path, firstDataAt: now },
    effects: [],
  };
}

/** Nothing came through: what is to be said goes over the relay. */
function giveUp({ config, own }: Self, agent: PuncherState): Reacted {
  const gone = { ...agent, phase: 'given-up' as const };
  if (!config.relay) return { agent: gone, effects: [] };
  const payload: Payload = { is: 'relayed', peer: config.peer };
  return {
    agent: gone,
    effects: [send({ ...own, port: own.port + 1 }, config.relay, payload, 'tcp')],
  };
}

makeKnown<PuncherConfig, PuncherState>(['puncher'], {
  fresh: () => freshPuncher,
  react: (config, [ip], agent, input, now, random) =>
    puncher(config, ip!, agent, input, now, random),
});
