/**
 * What the key map draws, whatever it came from: the simulator, or the replay of
 * a real store. Positions are shares of the key space, 0 to 1.
 */
export interface MapView {
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** The memtable, and the immutable one where there is one. */
  readonly memory: readonly MemoryLane[];
  readonly levels: readonly LevelLane[];
  readonly merge: MergeLane | null;
  /** Where the merge stands. */
  readonly cursor: number | null;
  /** A key that is followed or looked up. */
  readonly key: { readonly at: number; readonly text: string } | null;
  readonly gauges: readonly Gauge[];
  /** What the store will do next, or what came of a question, and why. */
  readonly next: { readonly title: string; readonly text: string } | null;
}

export type Tone = 'calm' | 'active' | 'fresh';

export interface MapFile {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly tone: Tone;
  /** It holds a version of the key in view, at this place. */
  readonly spot?: number | null;
  /** A read came here as its nth place, from 1, and found something or not. */
  readonly visit?: Visit | null;
}

export interface Visit {
  readonly order: number;
  readonly found: boolean;
}

export interface MemoryLane {
  readonly name: string;
  readonly note: string;
  readonly visit: Visit | null;
  readonly marks: readonly {
    readonly at: number;
    readonly deleted: boolean;
    readonly touched: boolean;
  }[];
}

export interface LevelLane {
  readonly level: number;
  readonly note: string;
  readonly files: readonly MapFile[];
}

export interface MergeLane {
  readonly note: string;
  readonly outputs: readonly MapFile[];
  /** How far the merge has come, as a share of the key space. */
  readonly reached: number;
  readonly text: string;
}

export interface Gauge {
  readonly name: string;
  readonly value: string;
  /** From the first frame to this one. */
  readonly series: readonly number[];
}

/** How much room a run needs, so that stepping through it moves nothing else. */
export interface MapRoom {
  readonly memory: number;
  /** Level-0 rows. */
  readonly rows: number;
  /** Levels drawn, level 0 included. */
  readonly levels: number;
  readonly merge: boolean;
  /** Whether some frame keeps a key in view, which is named under the axis. */
  readonly key: boolean;
  /** The most bytes that any one drawn file packs into a whole key space: it fills its lane. */
  readonly density: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Lane {
  readonly y: number;
  readonly height: number;
}

export interface MapLayout {
  readonly narrow: boolean;
  readonly width: number;
  readonly height: number;
  /** Left edge and width of the key space. */
  readonly left: number;
  readonly span: number;
  readonly memory: readonly Lane[];
  readonly levels: readonly Lane[];
  readonly merge: Lane | null;
  readonly axis: number;
  /** Gauges, from their top left. */
  readonly gauges: readonly Box[];
  readonly next: { readonly x: number; readonly y: number } | null;
}

const NARROW = 560;
const BESIDE = 720;
const ROW = 14;
const LANE = { memory: 28, level: 28 };

/** Coordinates to a snap of a pixel: the rest would only make the page larger. */
export const snap = (value: number) => Math.round(value * 2) / 2;

/** Places every lane. Below `NARROW` pixels labels stand above lanes and gauges below. */
export function layOut(room: MapRoom, width: number, gauges: number): MapLayout {
  const narrow = width < NARROW;
  const beside = width >= BESIDE && gauges > 0;
  const left = narrow ? 0 : 104;
  const span = width - left - (beside ? 196 : 0);
  const label = narrow ? 22 : 0;
  const gap = narrow ? 10 : 24;
  let y = 0;
  const take = (height: number): Lane => {
    const lane = { y: y + label, height };
    y += label + height + gap;
    return lane;
  };
  const memory = Array.from({ length: room.memory }, () => take(LANE.memory));
  const levels = Array.from({ length: room.levels }, (_, level) =>
    take(level === 0 ? Math.max(3, room.rows) * ROW : LANE.level),
  );
  const merge = room.merge ? take(LANE.level) : null;
  const axis = y + 2;
  y = axis + (room.key ? 32 : 16);
  const boxes: Box[] = [];
  if (beside) {
    const step = Math.min(84, Math.max(66, (axis - 70) / Math.max(1, gauges)));
    for (let i = 0; i < gauges; i++)
      boxes.push({ x: left + span + 36, y: 10 + i * step, width: 160, height: 46 });
  } else {
    const gutter = width < 320 ? 8 : 20;
    const each = (width - (gauges - 1) * gutter) / Math.max(1, gauges);
    for (let i = 0; i < gauges; i++)
      boxes.push({ x: i * (each + gutter), y: y + 18, width: each, height: 56 });
    if (gauges > 0) y += 78;
  }
  const nextY = beside ? Math.max(10 + gauges * 84, axis - 62) : y + 14;
  const next = narrow ? null : { x: beside ? left + span + 36 : left, y: nextY };
  const height = beside ? Math.max(y, nextY + 52) : y + (next ? 44 : 0);
  return { narrow, width, height, left, span, memory, levels, merge, axis, gauges: boxes, next };
}

/**
 * A file's rectangle. In level 0 it is a row of its own; below, its width is its
 * share of the key space and its area is its bytes.
 */
export function fileBox(
  layout: MapLayout,
  lane: Lane,
  file: MapFile,
  row: number | null,
  density: number,
): Box {
  const x = layout.left + file.from * layout.span;
  const width = Math.max(2.5, (file.to - file.from) * layout.span - 1.5);
  if (row !== null) return round({ x, y: lane.y + row * ROW, width, height: ROW - 2 });
  const share = Math.max(file.to - file.from, 1e-9);
  const height = Math.max(4, Math.min(1, file.bytes / share / density) * lane.height);
  return round({ x, y: lane.y + lane.height - height, width, height });
}

function round({ x, y, width, height }: Box): Box {
  return { x: snap(x), y: snap(y), width: snap(width), height: snap(height) };
}

/** At most this many points, evenly drawn from the frames up to one. */
const POINTS = 48;

/** A gauge's history: the value at evenly spaced frames from the first to `index`. */
export function sampleSeries<F>(
  frames: readonly F[],
  index: number,
  value: (frame: F) => number | null,
): number[] {
  const steps = Math.min(POINTS, index);
  const series: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const at = steps === 0 ? 0 : Math.round((i / steps) * index);
    const sample = value(frames[at]!);
    if (sample !== null && Number.isFinite(sample)) series.push(sample);
  }
  return series;
}
