import type { DiscoveryFrame } from '../../discovery-scenarios.ts';
import { discovererIn } from '../../engine/discovery/discover.ts';
import {
  amissWords,
  findingOf,
  skippedBecause,
  verdictParts,
} from '../../engine/discovery/findings.ts';
import { TEST_IDS, type TestId, verdictOf } from '../../engine/discovery/tests.ts';
import { TEST_NAMES } from '../../engine/discovery/words.ts';
import { LOCAL, OTHER, PRIMARY } from '../../engine/discovery/world.ts';
import { type Endpoint, same, show } from '../../engine/net/address.ts';
import { plainReason } from '../../engine/net/reasons.ts';
import type { Mapping, NetEvent, NetState, Packet, Permission } from '../../engine/net/types.ts';
import { flights } from '../../engine/play/packets.ts';
import type { DeviceView, RowView } from '../network/view.ts';

export const ENDPOINTS: readonly { readonly at: Endpoint; readonly label: string }[] = [
  { at: PRIMARY, label: 'primary' },
  { at: { ip: PRIMARY.ip, port: OTHER.port }, label: 'other port' },
  { at: { ip: OTHER.ip, port: PRIMARY.port }, label: 'other address' },
  { at: OTHER, label: 'both other' },
];

/** The packet that a frame is about. */
export interface PacketView {
  readonly id: number;
  readonly name: 'question' | 'answer';
  /** Behind the device, or between it and the server. */
  readonly home: boolean;
  /** From the device, 0, to the server, 1. */
  readonly share: number;
  /** Index into `ENDPOINTS`. */
  readonly endpoint: number;
  readonly dead: string | null;
  /** It is under way, and can be stopped. */
  readonly flying: boolean;
  /** Its header, and what it says beside that. */
  readonly card: readonly { readonly word: string; readonly value: string }[];
}

export interface TestView {
  readonly id: TestId;
  readonly name: string;
  readonly asked: string;
  readonly answersFrom: string;
  readonly changes: boolean;
  readonly state: 'waiting' | 'asking' | 'answered' | 'silent' | 'skipped';
  readonly seen: string;
  readonly finding: string;
}

export interface DiscoveryView {
  readonly address: string;
  readonly port: string;
  readonly device: DeviceView | null;
  /** Of the endpoints, the one that this frame touches. */
  readonly touched: number | null;
  readonly packet: PacketView | null;
  readonly tests: readonly TestView[];
  /** What is known of it so far. */
  readonly mapping: string;
  readonly filtering: string;
  readonly amiss: string | null;
}

export function discoveryView(frame: DiscoveryFrame, mostMappings: number): DiscoveryView {
  const { state, events } = frame;
  const { net } = state;
  const { tests, phase } = discovererIn(net);
  const event = events.findLast((e): e is NetEvent => 'packet' in e);
  const packet = event ? packetView(net, event) : null;
  const [mapping, filtering] = verdictParts(verdictOf(tests));
  const known = (half: string) => (phase !== 'done' && half === 'unknown' ? 'not known yet' : half);
  return {
    address: net.world.hosts.host!.ip,
    port: `:${tests.at(-1)?.from.port ?? LOCAL.mapping}`,
    device: deviceView(net, event, state.config.kind, mostMappings),
    touched: packet && !packet.home && packet.share > 0 ? packet.endpoint : null,
    packet,
    tests: TEST_IDS.map((id) => testView(net, id)),
    mapping: known(mapping),
    filtering: known(filtering),
    amiss: phase === 'done' ? amissWords(state) : null,
  };
}

/** Where a packet is in the frame of an event: at the device 0, at the server 1. */
function placeOf(event: NetEvent, by: string): { readonly home: boolean; readonly share: number } {
  const out = by === 'host';
  switch (event.kind) {
    case 'rewrite':
      return event.way === 'out' ? { home: false, share: 0 } : { home: true, share: 0 };
    case 'receive':
      return { home: event.host === 'host', share: 1 };
    case 'emit':
      return { home: event.host === 'host', share: 1 };
    case 'pass':
      return { home: false, share: 0 };
    case 'drop':
      if (event.where === 'nat') return { home: out, share: 0 };
      return { home: event.where !== 'internet', share: 0.5 };
    default:
      return { home: true, share: 0 };
  }
}

function packetView(net: NetState, event: NetEvent): PacketView | null {
  if (!('packet' in event)) return null;
  const { packet } = event;
  const out = packet.by === 'host';
  const server = out ? packet.to : packet.from;
  const place = placeOf(event, packet.by);
  const bare = !net.world.devices.nat;
  return {
    id: packet.id,
    name: out ? 'question' : 'answer',
    home: place.home && !bare,
    share: place.home && bare ? 0 : place.share,
    endpoint: Math.max(
      0,
      ENDPOINTS.findIndex(({ at }) => same(at, server)),
    ),
    dead: event.kind === 'drop' ? plainReason(event.reason) : null,
    flying: flights(net).some((task) => task.do === 'cross' && task.packet.id === packet.id),
    card: cardOf(packet),
  };
}

function cardOf({ from, to, payload, by }: Packet): PacketView['card'] {
  const header = [
    { word: 'from', value: show(from) },
    { word: 'to', value: show(to) },
  ];
  if (payload.is === 'stun-answer') {
    return [...header, { word: 'seen', value: show(payload.mapped) }];
  }
  if (payload.is !== 'stun-request' || by !== 'host') return header;
  const { change } = payload;
  const ip = change?.ip ? OTHER.ip : to.ip;
  const port = change?.port ? OTHER.port : to.port;
  return change ? [...header, { word: 'reply', value: show({ ip, port }) }] : header;
}

function deviceView(
  net: NetState,
  event: NetEvent | undefined,
  kind: string,
  most: number,
): DeviceView | null {
  const device = net.world.devices.nat;
  if (!device) return null;
  const { mappings } = net.tables.nat!;
  const shown = mappings.slice(-most);
  return {
    id: 'nat',
    side: null,
    name: device.name.charAt(0).toUpperCase() + device.name.slice(1),
    kind,
    firewall: device.rules.translation === 'firewall',
    mappings: shown.map((mapping) => ({
      id: mapping.id,
      inside: show(mapping.inside),
      outside: show(mapping.outside),
      asked: mapping.asked,
      rows: mapping.permissions.map((p) => rowView(net, mapping, p, event)),
    })),
    more: mappings.length - shown.length,
    lastTone: event?.kind === 'drop' && event.where === 'nat' ? 'danger' : 'plain',
    verdict: null,
  };
}

function rowView(
  net: NetState,
  { since: made }: Mapping,
  { id, remote, expires, since }: Permission,
  event: NetEvent | undefined,
): RowView {
  const { timeout } = net.world.devices.nat!.rules;
  const left = Math.max(0, expires - net.now);
  const touched = (event?.kind === 'map' || event?.kind === 'pass') && event.permission === id;
  return {
    id,
    badge: remote === '*' ? '∗' : 'S',
    remote: remote === '*' ? 'anybody' : remote,
    left: `${(Math.floor(left / 100) / 10).toFixed(1)} s`,
    share: left / (left > timeout.fresh ? timeout.answered : timeout.fresh),
    note: `added at ${since === made ? made : since} ms`,
    tone: touched ? 'active' : 'plain',
  };
}

/** What each test asks, whether or not it has been asked. */
const PLANS: Readonly<Record<TestId, { readonly to: number; readonly from: number }>> = {
  'mapping-1': { to: 0, from: 0 },
  'mapping-2': { to: 2, from: 2 },
  'mapping-3': { to: 3, from: 3 },
  'filtering-2': { to: 0, from: 3 },
  'filtering-3': { to: 0, from: 1 },
};

function testView(net: NetState, id: TestId): TestView {
  const { tests } = discovererIn(net);
  const plan = PLANS[id];
  const run = tests.find((test) => test.id === id);
  const finding = findingOf(tests, id);
  const skipped = skippedBecause(tests, id);
  const times = run?.sentAt.length ?? 0;
  const state = skipped
    ? 'skipped'
    : !run
      ? 'waiting'
      : !run.over
        ? 'asking'
        : run.answer
          ? 'answered'
          : 'silent';
  return {
    id,
    name: TEST_NAMES[id].replace(' test', ''),
    asked: show(ENDPOINTS[plan.to]!.at),
    answersFrom: show(ENDPOINTS[plan.from]!.at),
    changes: plan.to !== plan.from,
    state,
    seen:
      finding?.seen ?? (state === 'asking' ? (times > 1 ? `asked ${times} times` : 'asked') : ''),
    finding: finding?.short ?? skipped ?? '',
  };
}
