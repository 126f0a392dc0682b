// What its agents are, the network learns from them.
import './talker.ts';
import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { kindOf, kindWords } from '../kinds.ts';
import { show } from '../net/address.ts';
import { reasonWords } from '../net/reasons.ts';
import { begin } from '../net/start.ts';
import { advance } from '../net/step.ts';
import type { Host, NetEvent, NetState } from '../net/types.ts';
import { PLAIN, pairWorld, RELAY, type SideId, STUN } from '../pair.ts';
import type { TalkerState } from './talker.ts';
import type { PathAction, PathConfig, PathEvent, PathState } from './types.ts';

const SIDES = ['a', 'b'] as const;
const OTHER = { a: 'b', b: 'a' } as const;

/** The world of `pairWorld`, in which both talk. */
function begun(config: PathConfig, seed: number): PathState {
  const { a, b, every, messages, probes, heartbeat, trust } = config;
  const world = pairWorld({ ...PLAIN, a, b });
  const hosts: Record<string, Host> = { ...world.hosts };
  for (const side of SIDES) {
    const host = hosts[side]!;
    const port = host.agent.is === 'puncher' ? host.agent.port : 0;
    hosts[side] = {
      ...host,
      agent: {
        is: 'talker',
        peer: OTHER[side],
        port,
        server: STUN,
        relay: RELAY,
        // Not both in one millisecond, so that a frame is about one message.
        every: side === 'a' ? every : every + 20,
        messages,
        probes: side === 'a' ? probes : probes + 60,
        heartbeat,
        trust,
      },
    };
  }
  return { config, net: begin({ ...world, hosts }, seed) };
}

export function talkers({ net }: PathState): Readonly<Record<SideId, TalkerState>> {
  const [a, b] = SIDES.map((side) => net.agents[side]);
  if (a?.is !== 'talker' || b?.is !== 'talker') throw new Error('Nobody talks here.');
  return { a, b };
}

/** What a step of the network comes to, for those who talk. */
function news(before: PathState, after: PathState, events: readonly NetEvent[]): PathEvent[] {
  const found: PathEvent[] = [];
  const [was, is] = [talkers(before), talkers(after)];
  for (const side of SIDES) {
    const message = is[side].heard.length > was[side].heard.length && is[side].heard.at(-1);
    if (message) {
      const { sent, at, relayed } = message;
      const number = is[side].heard.length;
      found.push({ kind: 'message', by: OTHER[side], number, latency: at - sent, relayed });
    }
    const [from, to] = [was[side].way, is[side].way];
    if ((from && show(from)) !== (to && show(to))) {
      found.push({ kind: 'way', side, to: to && show(to) });
    }
  }
  for (const event of events) {
    if (event.kind !== 'drop' || event.packet.payload.is !== 'probe') continue;
    const { by } = event.packet;
    if (by !== 'a' && by !== 'b') continue;
    found.push({ kind: 'died', by, words: reasonWords(after.net.world, event) });
  }
  return found;
}

/** More steps of the network than there are between two frames. */
const MOST = 2000;

interface Stepped {
  readonly state: PathState;
  readonly events: readonly PathEvent[];
}

function perform(state: PathState, action: PathAction): Stepped {
  if (action.type === 'udp') {
    const { side, allowed } = action;
    return {
      state: { ...state, net: withUdp(state.net, side, allowed) },
      events: [{ kind: 'udp', side, allowed }],
    };
  }
  let here = state;
  for (let step = 0; step < MOST && here.net.queue.length > 0; step += 1) {
    const { state: net, events } = advance(here.net);
    const next = { ...here, net };
    const found = news(here, next, events);
    if (found.length > 0) return { state: next, events: found };
    here = next;
  }
  return { state: here, events: [] };
}

function withUdp(net: NetState, side: SideId, allowed: boolean): NetState {
  const id = `nat-${side}`;
  const device = net.world.devices[id]!;
  const rules = { ...device.rules, udp: allowed ? ('allowed' as const) : ('blocked' as const) };
  const devices = { ...net.world.devices, [id]: { ...device, rules } };
  return { ...net, world: { ...net.world, devices } };
}

export const udpAllowed = ({ net }: PathState, side: SideId): boolean =>
  net.world.devices[`nat-${side}`]?.rules.udp !== 'blocked';

/** Everything is said, and has been heard or was lost. */
export const over = (state: PathState): boolean => {
  const { messages } = state.config;
  const { a, b } = talkers(state);
  return (
    state.net.queue.length === 0 ||
    (Math.min(a.said, b.said) >= messages && a.heard.length + b.heard.length >= 2 * messages)
  );
};

function explain(state: PathState, action: PathAction): string | null {
  if (action.type === 'next') return over(state) ? 'Everything is said.' : null;
  if (!state.net.world.devices[`nat-${action.side}`])
    return 'Nothing stands in front of that side.';
  return udpAllowed(state, action.side) === action.allowed ? 'So it is already.' : null;
}

const name = (side: SideId): string => side.toUpperCase();

function words(event: PathEvent): string {
  switch (event.kind) {
    case 'message': {
      const way = event.relayed ? 'over the relay' : 'directly';
      return `${name(event.by)}’s message ${event.number} took ${event.latency} ms, ${way}.`;
    }
    case 'way':
      return event.to === null
        ? `${name(event.side)} has heard nothing on its own way for too long, and talks over the relay again.`
        : `${name(event.side)} has found a way: ${event.to} answers. From now on it talks directly.`;
    case 'died':
      return `${name(event.by)}’s probe dies. ${event.words.charAt(0).toUpperCase()}${event.words.slice(1)}.`;
    case 'udp':
      return event.allowed
        ? `${name(event.side)}’s network lets UDP out again.`
        : `${name(event.side)}’s network no longer lets UDP out.`;
  }
}

function caption(state: PathState, events: readonly PathEvent[]): string {
  const { config } = state;
  if (events.length > 0) return events.map(words).join(' ');
  const { a: one, b: other } = talkers(state);
  if (one.said > 0) {
    return `Everything is said. Of A’s ${one.said} messages ${other.heard.length} were heard, of B’s ${other.said} ${one.heard.length}.`;
  }
  const [a, b] = [kindWords(kindOf(config.a)), kindWords(kindOf(config.b))];
  return `In front of A: ${a}; in front of B: ${b}. Both have connected to a relay, and nothing has been said.`;
}

export const pathEngine: Engine<PathConfig, PathState, PathAction, PathEvent> = {
  init: begun,
  enabled(state) {
    const offers: readonly PathAction[] = [
      { type: 'next' },
      ...SIDES.flatMap((side) =>
        [true, false].map((allowed) => ({ type: 'udp' as const, side, allowed })),
      ),
    ];
    return offers.filter((action) => explain(state, action) === null);
  },
  explain,
  step(state, action) {
    assertLegal(pathEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe(_, action) {
    if (action.type === 'next') return 'Let them talk on';
    const who = `${name(action.side)}’s network`;
    return action.allowed ? `${who} lets UDP out again` : `${who} stops letting UDP out`;
  },
  invariants: {
    'no message is heard before it was said': (state) => {
      const { a, b } = talkers(state);
      const early = [...a.heard, ...b.heard].find(({ sent, at }) => at < sent);
      return early ? `A message was heard at ${early.at} ms and said at ${early.sent}.` : null;
    },
  },
  ticks: [
    { id: 'relayed', label: 'a message over the relay', tone: 'soft', shape: 'bar' },
    { id: 'direct', label: 'a message directly', tone: 'fresh', shape: 'bar' },
    { id: 'died', label: 'a probe dies', tone: 'danger', shape: 'triangle' },
    { id: 'way', label: 'a way is found, or given up', tone: 'accent', shape: 'disc' },
  ],
  tick(events) {
    if (events.some(({ kind }) => kind === 'way' || kind === 'udp')) return 'way';
    if (events.some(({ kind }) => kind === 'died')) return 'died';
    const message = events.find((event) => event.kind === 'message');
    return message ? (message.relayed ? 'relayed' : 'direct') : null;
  },
  grains: [{ id: 'message', label: 'Message' }],
  grain: () => 0,
};
