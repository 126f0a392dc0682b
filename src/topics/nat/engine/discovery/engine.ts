import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { KIND_IDS, kindOf, kindWords } from '../kinds.ts';
import { show } from '../net/address.ts';
import { begin } from '../net/start.ts';
import { advance } from '../net/step.ts';
import type { NetEvent, NetState } from '../net/types.ts';
import { flightOf, flights, packetName } from '../play/packets.ts';
import { discovererIn } from './discover.ts';
import type { DiscoveryAction, DiscoveryEvent, DiscoveryState } from './types.ts';
import { caption } from './words.ts';
import { type DiscoveryConfig, discoveryWorld, HOME } from './world.ts';

interface Stepped {
  readonly state: DiscoveryState;
  readonly events: readonly DiscoveryEvent[];
}

function begun(config: DiscoveryConfig, seed: number): DiscoveryState {
  return { config, seed, net: begin(discoveryWorld(config), seed) };
}

function explain({ net, config }: DiscoveryState, action: DiscoveryAction): string | null {
  switch (action.type) {
    case 'next':
      return discovererIn(net).phase === 'done' ? 'The tests are over.' : null;
    case 'drop':
      return flightOf(net, action.packet) ? null : 'That packet is not under way.';
    case 'kind':
      if (!KIND_IDS.includes(action.kind)) return `There is no kind called ${action.kind}.`;
      return config.kind === action.kind ? 'The host is behind that already.' : null;
  }
}

function perform(state: DiscoveryState, action: DiscoveryAction): Stepped {
  const { net, config, seed } = state;
  switch (action.type) {
    case 'next': {
      const stepped = advance(net);
      const events = [...stepped.events, ...toldBetween(net, stepped.state)];
      return { state: { ...state, net: stepped.state }, events };
    }
    case 'drop':
      return lose(state, action.packet);
    case 'kind':
      return {
        // Axes that were set by hand belonged to the other kind.
        state: begun({ ...config, kind: action.kind, rules: {} }, seed),
        events: [{ kind: 'kind', id: action.kind }],
      };
  }
}

/** What the host knows after this that it did not know before. */
function toldBetween(before: NetState, after: NetState): readonly DiscoveryEvent[] {
  const was = discovererIn(before).tests.filter(({ over }) => over).length;
  const { tests, phase } = discovererIn(after);
  const told = tests
    .filter(({ over }) => over)
    .slice(was)
    .map(({ id, answer }) => ({ kind: 'told' as const, test: id, answered: answer !== null }));
  return phase === 'done' ? [...told, { kind: 'verdict' }] : told;
}

function lose(state: DiscoveryState, id: number): Stepped {
  const { net } = state;
  const flight = flightOf(net, id)!;
  const where = flight.do === 'cross' ? flight.realm : flight.device;
  const event: NetEvent = {
    kind: 'drop',
    where,
    packet: flight.packet,
    reason: { code: 'by-hand' },
    local: null,
  };
  const queue = net.queue.filter((task) => task !== flight);
  return { state: { ...state, net: { ...net, queue } }, events: [event] };
}

function enabled(state: DiscoveryState): readonly DiscoveryAction[] {
  const { net, config } = state;
  const done = explain(state, { type: 'next' }) !== null;
  const found: DiscoveryAction[] = done ? [] : [{ type: 'next' }];
  for (const { packet, do: task } of flights(net)) {
    if (task === 'cross') found.push({ type: 'drop', packet: packet.id });
  }
  for (const kind of KIND_IDS) if (kind !== config.kind) found.push({ type: 'kind', kind });
  return found;
}

function describe({ net }: DiscoveryState, action: DiscoveryAction): string {
  if (action.type === 'next') return 'Let it go on';
  if (action.type === 'kind') return `In front of the host: ${kindWords(kindOf(action.kind))}`;
  const flight = flightOf(net, action.packet);
  return flight ? `Lose ${packetName(net, flight.packet)}` : `Lose packet ${action.packet}`;
}

export const discoveryEngine: Engine<
  DiscoveryConfig,
  DiscoveryState,
  DiscoveryAction,
  DiscoveryEvent
> = {
  init: begun,
  enabled,
  explain,
  step(state, action) {
    assertLegal(discoveryEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe,
  invariants: {
    'only the last test is under way': ({ net }) => {
      const early = discovererIn(net)
        .tests.slice(0, -1)
        .find(({ over }) => !over);
      return early ? `${early.id} is not over, and another was begun.` : null;
    },
    'every answer names an outside address': ({ net }) => {
      const odd = discovererIn(net).tests.find(
        ({ answer }) => answer && answer.mapped.ip !== HOME.outside,
      );
      return odd ? `${odd.id} was answered with ${show(odd.answer!.mapped)}.` : null;
    },
  },
  ticks: [
    { id: 'sent', label: 'a packet is sent', tone: 'ink', shape: 'bar' },
    { id: 'row', label: 'a row is added', tone: 'accent', shape: 'bar' },
    { id: 'drop', label: 'a packet is dropped', tone: 'danger', shape: 'triangle' },
    { id: 'silence', label: 'a test has no answer', tone: 'danger', shape: 'disc' },
    { id: 'told', label: 'a test is answered', tone: 'fresh', shape: 'disc' },
  ],
  tick: tickOf,
  grains: [
    { id: 'hop', label: 'Hop' },
    { id: 'packet', label: 'Packet' },
    { id: 'test', label: 'Test' },
  ],
  grain(events) {
    const kinds = new Set(events.map(({ kind }) => kind));
    if (kinds.has('told') || kinds.has('kind')) return 2;
    return ['emit', 'drop', 'receive'].some((kind) => kinds.has(kind as 'emit')) ? 1 : 0;
  },
};

function tickOf(events: readonly DiscoveryEvent[]): string | null {
  const told = events.find((event) => event.kind === 'told');
  if (told) return told.answered ? 'told' : 'silence';
  const kinds = new Set(events.map(({ kind }) => kind));
  if (kinds.has('drop')) return 'drop';
  if (events.some((event) => event.kind === 'map' && event.opened)) return 'row';
  return kinds.has('emit') ? 'sent' : null;
}
