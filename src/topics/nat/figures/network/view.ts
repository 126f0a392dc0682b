import { kindOf } from '../../engine/kinds.ts';
import { show } from '../../engine/net/address.ts';
import { plainReason } from '../../engine/net/reasons.ts';
import type { Mapping, NetEvent, NetState, Permission } from '../../engine/net/types.ts';
import { RELAY, STUN } from '../../engine/pair.ts';
import { packetName } from '../../engine/play/packets.ts';
import type { PlayEvent } from '../../engine/play/types.ts';
import type { PlayFrame } from '../../told.ts';
import { type Lanes, lanesOf, SIDES, type SideId, sideOf } from './lanes.ts';
import { type NoteView, notesOf, type Stretch, stretchesOf } from './notes.ts';
import { since } from './since.ts';
import { type Trace, tracesOf, type Window, windowOf } from './traces.ts';

/** A row of a device’s table, as it is shown. */
export interface RowView {
  readonly id: number;
  readonly badge: 'S' | 'A' | 'B' | 'R' | '?' | '∗';
  readonly remote: string;
  /** Seconds left, rounded down, and the share of its timer that is left. */
  readonly left: string;
  readonly share: number;
  readonly note: string;
  readonly tone: 'plain' | 'active';
}

export interface MappingView {
  readonly id: number;
  readonly inside: string;
  readonly outside: string;
  readonly rows: readonly RowView[];
  readonly asked: boolean;
}

export interface DeviceView {
  readonly id: string;
  readonly side: SideId | null;
  readonly name: string;
  /** The kind, where a reader may choose it. */
  readonly kind: string | null;
  readonly firewall: boolean;
  /** Of a translator that has no table: what stands for what. */
  readonly translates?: string | null;
  readonly mappings: readonly MappingView[];
  /** Mappings that are left out. */
  readonly more: number;
  readonly lastTone: 'plain' | 'danger';
  /** Of the packet that died here: title, and the engine’s reason. */
  readonly verdict: { readonly title: string; readonly reason: string } | null;
}

export interface CardView {
  readonly from: string;
  readonly was: string | null;
  readonly to: string;
  readonly willBe: string | null;
}

export interface NetworkView {
  readonly now: number;
  readonly lanes: Lanes;
  readonly peers: Readonly<
    Record<SideId, { readonly address: string; readonly knows: string | null }>
  >;
  /** The server that was talked to last, and where it listens. */
  readonly server: { readonly name: string; readonly at: string };
  readonly devices: readonly DeviceView[];
  readonly traces: readonly Trace[];
  readonly window: Window;
  /** The packet that this frame is about. */
  readonly current: number | null;
  readonly card: CardView | null;
  readonly notes: readonly NoteView[];
  readonly stretches: readonly Stretch[];
}

const big = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Mappings that a box shows at most; the oldest go first. */
const MOST_MAPPINGS = 3;

export function networkView(frames: readonly PlayFrame[], index: number): NetworkView {
  const { state, events } = frames[index]!;
  const { net } = state;
  const lanes = lanesOf(net);
  const traces = tracesOf(frames, index, lanes);
  const event = events.findLast((e) => 'packet' in e);
  const current = event && 'packet' in event ? event.packet.id : null;
  const devices = Object.keys(net.world.devices).map((id) =>
    deviceView(frames, index, id, lanes, event as NetEvent | undefined),
  );
  return {
    now: net.now,
    lanes,
    peers: { a: peerView(net, 'a'), b: peerView(net, 'b') },
    server: serverView(frames, index),
    devices,
    traces,
    window: windowOf(traces, net.now),
    current,
    card: event ? cardOf(event as NetEvent) : null,
    notes: notesOf(frames, index, lanes),
    stretches: stretchesOf(frames, index, (remote) => 'SR'.includes(badgeOf(net, remote))),
  };
}

const FOR_RELAY: readonly string[] = ['syn', 'syn-ack', 'relayed'];

function serverView(frames: readonly PlayFrame[], index: number): NetworkView['server'] {
  const { stun, relay } = frames[index]!.state.net.world.hosts;
  const kinds = since(frames, index)
    .findLast(({ events }) => events.some(isForServer))
    ?.events.flatMap((e) => ('packet' in e ? e.packet.payload.is : []));
  return relay && kinds?.some((is) => FOR_RELAY.includes(is))
    ? { name: 'relay', at: show({ ip: relay.ip, port: RELAY.port }) }
    : { name: 'STUN server', at: show({ ip: stun!.ip, port: STUN.port }) };
}

function isForServer(event: PlayEvent): boolean {
  if (!('packet' in event)) return false;
  const { is } = event.packet.payload;
  return is.startsWith('stun') || FOR_RELAY.includes(is);
}

function peerView(net: NetState, side: SideId) {
  const { ip } = net.world.hosts[side]!;
  const agent = net.agents[side]!;
  const [port, heard] = agent.is === 'puncher' ? [portOf(net, side), agent.heard] : [0, null];
  const knows = agent.is === 'puncher' && agent.path ? agent.path.to : heard?.candidates[0];
  return { address: show({ ip, port }), knows: knows ? show(knows) : null };
}

const portOf = ({ world }: NetState, side: SideId): number => {
  const { agent } = world.hosts[side]!;
  return agent.is === 'puncher' ? agent.port : 0;
};

function deviceView(
  frames: readonly PlayFrame[],
  index: number,
  id: string,
  lanes: Lanes,
  event: NetEvent | undefined,
): DeviceView {
  const { state } = frames[index]!;
  const { net } = state;
  const device = net.world.devices[id]!;
  const side = sideOf(lanes, id);
  const { mappings } = net.tables[id]!;
  const udp = mappings.filter(({ protocol }) => protocol === 'udp');
  const shown = udp.slice(-MOST_MAPPINGS);
  const died = lastDeath(frames, index, id);
  const home = side !== null && id === `nat-${side}` && device.rules.translation !== 'nat64';
  return {
    id,
    side,
    name: device.name.charAt(0).toUpperCase() + device.name.slice(1),
    kind: home ? kindOf(state.config[side]).id : null,
    firewall: device.rules.translation === 'firewall',
    translates:
      device.rules.translation === 'clat' ? `IPv4 inside, ${device.pool[0]} outside` : null,
    mappings: shown.map((m) => mappingView(net, m, event, id)),
    more: udp.length - shown.length,
    lastTone: event?.kind === 'drop' && event.where === id ? 'danger' : 'plain',
    verdict: died && {
      title: `${big(packetName(net, died.packet))} died here at ${died.at} ms`,
      reason: died.reason,
    },
  };
}

/** How long a death stays in the picture. */
const REMEMBERED = 100;

function lastDeath(frames: readonly PlayFrame[], index: number, id: string) {
  const { now } = frames[index]!.state.net;
  for (let i = index; i >= 0; i -= 1) {
    const { state, events } = frames[i]!;
    if (now - state.net.now > REMEMBERED || state.net.now > now) return null;
    const died = events.find((e) => e.kind === 'drop' && e.where === id);
    if (died?.kind === 'drop') {
      return { packet: died.packet, at: state.net.now, reason: plainReason(died.reason) };
    }
  }
  return null;
}

function mappingView(
  net: NetState,
  mapping: Mapping,
  event: NetEvent | undefined,
  device: string,
): MappingView {
  const { id, inside, outside, permissions, asked } = mapping;
  return {
    id,
    inside: show(inside),
    outside: show(outside),
    asked,
    rows: asked ? [askedRow(net, mapping)] : permissions.map((p) => rowView(net, p, event, device)),
  };
}

/** A port that was asked for lets in anybody, as long as it was asked for. */
function askedRow({ now }: NetState, { id, since, expires }: Mapping): RowView {
  const left = Math.max(0, expires - now);
  return {
    id,
    badge: '∗',
    remote: 'anybody',
    left: `${Math.floor(left / 60_000)} min`,
    share: left / Math.max(1, expires - since),
    note: `asked for at ${since} ms`,
    tone: 'plain',
  };
}

function rowView(
  net: NetState,
  { id, remote, expires, since }: Permission,
  event: NetEvent | undefined,
  device: string,
): RowView {
  const { timeout } = net.world.devices[device]!.rules;
  const left = Math.max(0, expires - net.now);
  const touched =
    (event?.kind === 'map' || event?.kind === 'pass') &&
    event.device === device &&
    event.permission === id;
  return {
    id,
    badge: badgeOf(net, remote),
    remote: remote === '*' ? 'anybody' : remote,
    left: `${(Math.floor(left / 100) / 10).toFixed(1)} s`,
    share: left / (left > timeout.fresh ? timeout.answered : timeout.fresh),
    note: `added at ${since} ms`,
    tone: touched ? 'active' : 'plain',
  };
}

/** Whose address it is that a row lets in. */
function badgeOf({ world }: NetState, remote: string): RowView['badge'] {
  if (remote === '*') return '∗';
  const ip = remote.replace(/\]?:\d+$/, '').replace(/^\[/, '');
  const { stun, relay } = world.hosts;
  if (stun && [stun.ip, ...(stun.also ?? [])].includes(ip)) return 'S';
  if (relay?.ip === ip) return 'R';
  for (const side of SIDES) {
    const own = Object.values(world.devices).filter(({ id }) => id.endsWith(`-${side}`));
    const ips = [world.hosts[side]!.ip, ...own.flatMap(({ pool }) => pool)];
    if (ips.includes(ip)) return side === 'a' ? 'A' : 'B';
  }
  return '?';
}

/** The header as it is, as it was, and as it will be. */
function cardOf(event: NetEvent): CardView | null {
  if (!('packet' in event)) return null;
  const { from, to } = event.packet;
  const plain = { from: show(from), to: show(to), was: null, willBe: null };
  if (event.kind !== 'rewrite') return plain;
  return event.way === 'out'
    ? { ...plain, was: show(event.was.from) }
    : { ...plain, to: show(event.was.to), willBe: show(to) };
}
