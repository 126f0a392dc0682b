import type { NetEvent, NetState, Packet } from '../../engine/net/types.ts';
import { packetName } from '../../engine/play/packets.ts';
import type { PlayFrame } from '../../told.ts';
import { type Lanes, middle, type Spot, sideOf } from './lanes.ts';
import { since } from './since.ts';

/** Where a packet was, and when. */
export interface TracePoint extends Spot {
  readonly at: number;
}

/** The way of one packet through the lanes and through time. */
export interface Trace {
  readonly packet: number;
  readonly name: string;
  readonly by: string;
  readonly points: readonly TracePoint[];
  /** Where it will be next, while it is under way. */
  readonly ahead: TracePoint | null;
  readonly state: 'live' | 'arrived' | 'dead';
}

interface Growing {
  readonly packet: Packet;
  readonly points: TracePoint[];
  state: Trace['state'];
}

/** Where an event that moves a packet takes place; `null` for any other event. */
function spotOf(event: NetEvent, lanes: Lanes): Spot | null {
  switch (event.kind) {
    case 'emit':
    case 'receive':
      return sideOf(lanes, event.host) ? { lane: event.host, edge: 'outer' } : middle();
    case 'map':
      return deviceSpot(event.device, 'inner', lanes);
    case 'pass':
      return deviceSpot(event.device, 'outer', lanes);
    case 'rewrite':
      return deviceSpot(event.device, event.way === 'out' ? 'outer' : 'inner', lanes);
    case 'drop':
      return null;
    default:
      return null;
  }
}

const deviceSpot = (device: string, edge: Spot['edge'], lanes: Lanes): Spot =>
  sideOf(lanes, device) ? { lane: device, edge } : middle();

const packetOf = (event: NetEvent): Packet | null => ('packet' in event ? event.packet : null);

/** Every packet that was under way up to a frame, in the order in which they were sent. */
export function tracesOf(
  frames: readonly PlayFrame[],
  index: number,
  lanes: Lanes,
): readonly Trace[] {
  const found = new Map<number, Growing>();
  for (const { state, events } of since(frames, index)) {
    for (const event of events) {
      const packet = packetOf(event as NetEvent);
      if (packet) follow(found, event as NetEvent, packet, state.net, lanes);
    }
  }
  const { net } = frames[index]!.state;
  return [...found.values()].map((trace) => settle(trace, net, lanes));
}

function follow(
  found: Map<number, Growing>,
  event: NetEvent,
  packet: Packet,
  { now: at, world }: NetState,
  lanes: Lanes,
): void {
  const known = found.get(packet.id) ?? { packet, points: [], state: 'live' as const };
  const last = known.points.at(-1);
  if (event.kind === 'drop') {
    known.points.push({ ...dropSpot(event.where, last, lanes), at });
    known.state = 'dead';
  } else {
    const spot = spotOf(event, lanes);
    if (spot) known.points.push({ ...spot, at });
    // A firewall rewrites nothing: what it lets through is on its other side at once.
    const plain =
      'device' in event && world.devices[event.device]?.rules.translation === 'firewall';
    if (spot && plain) {
      known.points.push({ ...spot, edge: spot.edge === 'inner' ? 'outer' : 'inner', at });
    }
    if (event.kind === 'receive') known.state = 'arrived';
  }
  found.set(packet.id, known);
}

/** At a device’s wall, on the side that the packet came from; else where it was last. */
function dropSpot(where: string, last: TracePoint | undefined, lanes: Lanes): Spot {
  if (!sideOf(lanes, where)) return last ?? middle();
  const from = last && sideOf(lanes, last.lane) === sideOf(lanes, where);
  return { lane: where, edge: from ? 'inner' : 'outer' };
}

function settle({ packet, points, state }: Growing, net: NetState, lanes: Lanes): Trace {
  const task = net.queue.find((t) => t.do === 'cross' && t.packet.id === packet.id);
  const target = task?.do === 'cross' ? task.target : null;
  const ahead =
    task && target
      ? {
          ...(sideOf(lanes, target)
            ? { lane: target, edge: facing(target, points.at(-1), lanes) }
            : middle()),
          at: task.at,
        }
      : null;
  const { id, by } = packet;
  return { packet: id, name: packetName(net, packet), by, points, ahead, state };
}

const facing = (target: string, last: TracePoint | undefined, lanes: Lanes): Spot['edge'] =>
  last && sideOf(lanes, last.lane) === sideOf(lanes, target) && isInner(last, target, lanes)
    ? 'inner'
    : 'outer';

/** Whether a spot is nearer to the peer than a device of the same side. */
function isInner({ lane }: Spot, target: string, lanes: Lanes): boolean {
  const side = sideOf(lanes, lane)!;
  const { devices } = lanes[side];
  return devices.indexOf(lane) < devices.indexOf(target);
}

/** The times that the picture shows: what belongs together, and what comes next of it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Longest stretch of time that is shown at once, and a pause after which a new one begins. */
const SPAN = 112;
const PAUSE = 60;

/** The stretch around a frame: from where its packets began, as far as it can reach. */
export function windowOf(traces: readonly Trace[], now: number): Window {
  const begins = traces.map(({ points }) => points[0]?.at ?? 0).toSorted((x, y) => x - y);
  let from = 0;
  let busyUntil = 0;
  const ends = new Map(traces.map((t) => [t, t.ahead?.at ?? t.points.at(-1)?.at ?? 0]));
  for (const begin of begins) {
    if (begin > now) break;
    if (begin - busyUntil > PAUSE) from = begin;
    for (const [trace, end] of ends) {
      if (trace.points[0]?.at === begin) busyUntil = Math.max(busyUntil, Math.min(end, now));
    }
  }
  if (now - busyUntil > PAUSE) from = now;
  const slid = Math.max(from, now - SPAN * 0.78);
  const start = Math.max(0, Math.floor(slid / 5) * 5);
  return { from: start, to: start + SPAN };
}
