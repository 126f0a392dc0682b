import { textWidth } from '../../../../player/drawing/text-width.ts';
import { sideOf } from './lanes.ts';
import type { Place } from './place.ts';
import type { Trace } from './traces.ts';
import type { NetworkView } from './view.ts';

/** A packet in the upper part of the picture. */
export interface ChipView {
  readonly packet: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly to: 'left' | 'right' | 'none';
  readonly dead: boolean;
  /** It is under way, and can be stopped. */
  readonly flying: boolean;
  /** At a peer, between it and its device. */
  readonly home: boolean;
}

/** What is under way, and what this frame is about. */
export function chipsOf(view: NetworkView, place: Place): readonly ChipView[] {
  const shown = view.traces.filter(
    (t) => t.packet === view.current || (t.state === 'live' && t.ahead !== null),
  );
  // The frame’s own first: on a small screen there may be no room for another.
  const chips = shown
    .toSorted((a, b) => Number(b.packet === view.current) - Number(a.packet === view.current))
    .map((trace) => chipOf(trace, view, place));
  const placed: ChipView[] = [];
  for (const chip of chips) {
    const beside = !place.wide && (chip.home || place.slim);
    const spot = beside ? besideOthers(chip, placed, place) : belowOthers(chip, placed, place);
    if (spot) placed.push({ ...chip, ...spot });
  }
  return placed;
}

const halfOf = ({ name }: { readonly name: string }): number => textWidth(name, 12.5) / 2 + 9;
const GAP = 8;

type Point = { readonly x: number; readonly y: number };

/** In its row, after what stands there; nowhere where the row is full. */
function besideOthers(chip: ChipView, placed: readonly ChipView[], { width }: Place): Point | null {
  const row = placed.filter((c) => Math.abs(c.y - chip.y) < 28);
  const half = halfOf(chip);
  const from = Math.max(chip.x - half, 0, ...row.map((c) => c.x + halfOf(c) + GAP));
  return from + 2 * half <= width ? { x: from + half, y: chip.y } : null;
}

/** How far from each other packets stand in a picture that runs down, under its server. */
const SLOTS = [44, 76, 108];

/** Below or above one that stands in its place. */
function belowOthers(chip: ChipView, placed: readonly ChipView[], place: Place): Point {
  const { y: top, height } = place.middle;
  const [from, to] = place.wide ? [0, place.height] : [top + SLOTS[0]!, top + height - 14];
  const others = [32, -32, 64, -64].map((step) => chip.y + step);
  const slots = place.wide ? [] : SLOTS.map((slot) => top + slot);
  const ys = [chip.y, ...[...others, ...slots].filter((y) => y >= from && y < to)];
  const isFree = (y: number) =>
    !placed.some((c) => Math.abs(c.x - chip.x) < 110 && Math.abs(c.y - y) < 28);
  return { x: chip.x, y: ys.find(isFree) ?? chip.y };
}

function chipOf(trace: Trace, view: NetworkView, place: Place): ChipView {
  const { lanes, now } = view;
  const last = trace.points.at(-1)!;
  const target = trace.ahead ?? last;
  const span = target.at - last.at;
  const share = span > 0 ? Math.min(1, (now - last.at) / span) : 0;
  const [from, to] = [place.across(last), place.across(target)];
  const side = sideOf(lanes, last.lane);
  const inside = side !== null && (lanes[side].hosts.includes(last.lane) || last.edge === 'inner');
  const dead = trace.state === 'dead';
  const before = trace.points.at(-2);
  const heading = to - from || (before ? from - place.across(before) : 0);
  const common = {
    packet: trace.packet,
    name: trace.name
      .replace(/^the STUN server’s /, 'STUN ')
      .replace('request for a port', 'request')
      .replace('’s NAT’s answer about a port', '’s NAT answers')
      .replace(/^.*announcement$/, 'announcement')
      .replace('connection to the relay', 'relay')
      .replace('the relayed data', 'relayed data'),
    dead,
    flying: trace.ahead !== null,
    home: inside && !dead,
  };
  // Beside its sender it needs no owner.
  if (common.home && trace.by === side) common.name = common.name.replace(/^[A-Z]’s /, '');
  // Where there is little room, or it could go nowhere else.
  if (!place.wide || common.home) common.name = common.name.replace(/ for the relay$/, '');
  if (!place.wide) {
    const spot = narrowChip(from + (to - from) * share, inside && !dead, view, place, side);
    return {
      ...common,
      ...spot,
      x: leftOf(spot.x, common.name, common.home || place.slim),
      to: 'none',
    };
  }
  const at = from + (to - from) * share;
  const half = 52;
  const { middle } = place;
  // As wide as its words, and never out of the picture.
  const own = textWidth(common.name, 12.5) / 2 + 12;
  const x = common.home
    ? Math.max(own, Math.min(place.width - own, place.peers[side!].x))
    : Math.min(middle.x + middle.width - half, Math.max(middle.x + half, at));
  return {
    ...common,
    x,
    y: common.home ? 206 : 158,
    to: common.home || heading === 0 ? 'none' : heading > 0 ? 'right' : 'left',
  };
}

/** Beside the header of a packet, which begins here, a chip ends before it. */
const CARD = 122;

function leftOf(x: number, name: string, alone: boolean): number {
  const half = halfOf({ name });
  return alone ? x : Math.max(half, Math.min(x, CARD - half));
}

/** On the riser, or in the middle, in a picture that runs down. */
function narrowChip(
  across: number,
  home: boolean,
  { lanes }: NetworkView,
  place: Place,
  side: 'a' | 'b' | null,
): { readonly x: number; readonly y: number } {
  if (home && side)
    return { x: place.slim ? 62 : 96, y: place.peers[side].y + (side === 'a' ? 50 : 54) };
  const [top, bottom] = ['a' as const, 'b' as const].map((id) => {
    const outer = lanes[id].devices.at(-1);
    return outer
      ? place.across({ lane: outer, edge: 'outer' })
      : place.across({ lane: id, edge: 'outer' });
  }) as [number, number];
  if (place.slim) return { x: 62, y: place.middle.y + 48 };
  const share = Math.min(1, Math.max(0, (across - top) / (bottom - top)));
  return { x: 72, y: place.middle.y + 44 + share * (place.middle.height - 70) };
}
