import { type Lanes, SIDES, type SideId, type Spot, sideOf } from './lanes.ts';
import type { DeviceView, MappingView, NetworkView } from './view.ts';

/** A rectangle of the picture, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands. Time runs down in a wide picture, to the right in a narrow one. */
export interface Place {
  readonly wide: boolean;
  readonly width: number;
  readonly height: number;
  readonly boxes: Readonly<Record<string, Box>>;
  /** The column, or the row, in which packets fly. */
  readonly middle: Box;
  /** Where the peers themselves stand. */
  readonly peers: Readonly<Record<SideId, { readonly x: number; readonly y: number }>>;
  readonly diagram: Box;
  /** Where a lane is, across the diagram. */
  readonly across: (spot: Spot) => number;
  /** The header of a packet has no room beside it, and stands under it. */
  readonly slim: boolean;
  /** Where the last words about a packet that died stand. */
  readonly verdictY: Readonly<Record<string, number>>;
}

export const HEAD = 38;
export const ADDRESS = 44;
export const LABEL = 22;
export const ROW = 24;
export const NOTED_ROW = 38;
export const LAST = 28;
const VERDICT = 56;
const PER_MS = 2;

export const rowHeight = ({ badge }: { readonly badge: string }): number =>
  badge === 'S' || badge === 'R' ? ROW : NOTED_ROW;

function mappingHeight({ rows }: MappingView, firewall: boolean): number {
  const table = rows.reduce((sum, row) => sum + rowHeight(row), 0);
  return (firewall ? 0 : ADDRESS) + LABEL + table;
}

/** How tall a device’s box is with these rows. */
export function boxHeight({ mappings, firewall, more, translates }: DeviceView): number {
  if (translates) return HEAD + LAST;
  const tables = mappings.reduce((sum, m) => sum + mappingHeight(m, firewall), 0);
  return HEAD + tables + (more > 0 ? 20 : 0) + LAST;
}

/** Where a device that both share begins: under two packets. */
const SHARED = 206;

/** From left to right: peers at the ends, their devices, and the middle between. */
export function widePlace(width: number, lanes: Lanes, { heights, mourned }: Needs): Place {
  const peer = 52;
  const edge = 104;
  const column = Math.min(300, Math.max(236, (width - 2 * edge - 222) / 2));
  const boxes: Record<string, Box> = {};
  const bottoms: number[] = [];
  for (const side of SIDES) {
    let y = 0;
    // The outer one on top; below one at which a packet dies there is room for the reason.
    for (const [i, id] of lanes[side].devices.toReversed().entries()) {
      const height = heights[id] ?? HEAD + LAST;
      const x = side === 'a' ? edge : width - edge - column;
      boxes[id] = { x, y, width: column, height };
      const last = i === lanes[side].devices.length - 1;
      y += height + (mourned.has(id) && !last ? VERDICT + 8 : 12);
    }
    bottoms.push(y);
  }
  const middle = { x: edge + column, y: 0, width: width - 2 * (edge + column), height: 0 };
  if (lanes.shared) {
    const height = heights[lanes.shared] ?? HEAD + LAST;
    boxes[lanes.shared] = { x: middle.x + 6, y: SHARED, width: middle.width - 12, height };
    bottoms.push(SHARED + height + 12);
  }
  const bottom = Math.max(214, ...bottoms);
  const verdictY = Object.fromEntries(
    Object.entries(boxes).map(([id, box]) => [id, box.y + box.height + 18]),
  );
  const diagram = {
    x: 0,
    y: bottom + (mourned.size > 0 ? VERDICT : 20),
    width,
    height: 112 * PER_MS,
  };
  return {
    wide: true,
    slim: false,
    width,
    height: diagram.y + diagram.height + 12,
    boxes,
    middle: { ...middle, height: bottom },
    peers: { a: { x: peer, y: 0 }, b: { x: width - peer, y: 0 } },
    diagram,
    across: (spot) => acrossWide(spot, lanes, { edge, column, width, peer }),
    verdictY,
  };
}

interface Columns {
  readonly edge: number;
  readonly column: number;
  readonly width: number;
  readonly peer: number;
}

/** Each device of a side has a band of its own, the inner one nearer to the peer. */
function acrossWide(
  { lane, edge: which }: Spot,
  lanes: Lanes,
  { edge, column, width, peer }: Columns,
): number {
  const side = sideOf(lanes, lane);
  if (!side) return width / 2;
  const { devices } = lanes[side];
  const at = devices.indexOf(lane);
  const band = column / Math.max(1, devices.length);
  const x = at < 0 ? peer : edge + (at + (which === 'outer' ? 1 : 0)) * band;
  const inset = at >= 0 && devices.length > 1 && which === 'inner' && at > 0 ? 8 : 0;
  return side === 'a' ? x + inset : width - x - inset;
}

const RISER = 50;
const MIDDLE = 134;
/** Below this the header of a packet has no room beside it, and with longer addresses nowhere. */
export const SLIM = 330;
const LONG = 23;
/** Two lines of words, and a packet that is about to leave. */
const PEER = 64;
const STRIP = 176;
/** A title, and a reason of three lines. */
const VERDICT_NARROW = 76;

/** From top to bottom; packets rise and fall on the left, where both walls face. */
export function narrowPlace(width: number, lanes: Lanes, needs: Needs): Place {
  const { heights, mourned } = needs;
  const slim = width < SLIM || needs.longest > LONG;
  const boxes: Record<string, Box> = {};
  const verdictY: Record<string, number> = {};
  let y = PEER + 8;
  const stack = (ids: readonly string[]) => {
    for (const id of ids) {
      const height = heights[id] ?? HEAD + LAST;
      boxes[id] = { x: RISER, y, width: width - RISER, height };
      verdictY[id] = y + height + 18;
      y += height + (mourned.has(id) ? VERDICT_NARROW + (width < SLIM ? 17 : 0) : 10);
    }
  };
  stack(lanes.a.devices);
  const middle = { x: 0, y, width, height: MIDDLE + (slim ? 26 : 0) };
  y += middle.height;
  if (lanes.shared) stack([lanes.shared]);
  stack(lanes.b.devices.toReversed());
  const below = y;
  const diagram = { x: 24, y: below + PEER + 52, width: width - 36, height: STRIP };
  return {
    wide: false,
    slim,
    width,
    height: diagram.y + STRIP + 24,
    boxes,
    middle,
    peers: { a: { x: width - 30, y: 0 }, b: { x: width - 30, y: below } },
    diagram,
    across: (spot) => diagram.y + acrossNarrow(spot, lanes),
    verdictY,
  };
}

function acrossNarrow({ lane, edge }: Spot, lanes: Lanes): number {
  const side = sideOf(lanes, lane);
  if (!side) return STRIP / 2;
  const { devices } = lanes[side];
  const at = devices.indexOf(lane);
  const band = 24 / Math.max(1, devices.length);
  const depth = at < 0 ? 0 : 24 + (at + (edge === 'outer' ? 1 : 0)) * band;
  return side === 'a' ? depth : STRIP - depth;
}

/** What the boxes need at most in a run, so that nothing jumps. */
export interface Needs {
  /** Of each device’s box. */
  readonly heights: Readonly<Record<string, number>>;
  /** Devices at which a packet dies. */
  readonly mourned: ReadonlySet<string>;
  /** Characters of the longest address in a header. */
  readonly longest: number;
}

export function needsOf(views: readonly Pick<NetworkView, 'devices' | 'card'>[]): Needs {
  const heights: Record<string, number> = {};
  const mourned = new Set<string>();
  let longest = 0;
  for (const { devices, card } of views) {
    for (const address of Object.values(card ?? {})) {
      longest = Math.max(longest, address?.length ?? 0);
    }
    for (const device of devices) {
      heights[device.id] = Math.max(heights[device.id] ?? 0, boxHeight(device));
      if (device.verdict) mourned.add(device.id);
    }
  }
  return { heights, mourned, longest };
}
