import type { Analysis } from '../engine/analysis.ts';
import type { Label } from '../engine/valency.ts';
import type { LensPair } from './lens-layers.ts';
import type { LensView } from './lens-view.ts';

/** One configuration as it is drawn, in 𝒞 or in D. */
export interface LensDot {
  readonly id: number;
  /** By how many events from C. */
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly label: Label | null;
  /** On the way that is shown. */
  readonly on: boolean;
  /** An open member of D. */
  readonly ringed: boolean;
}

export interface LensSheet {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly dots: readonly LensDot[];
  readonly lines: string;
  /** The way that is shown. */
  readonly way: string;
  /** At the end of each row. */
  readonly notes: readonly { readonly text: string; readonly y: number }[];
}

export interface LensPlaces {
  /** Size of each of the two sheets. */
  readonly width: number;
  readonly height: number;
  readonly without: LensSheet;
  readonly after: LensSheet;
  /** e, from one sheet to the other. */
  readonly links: readonly {
    readonly d: string;
    readonly head: string;
    readonly label: Label | null;
    /** Where e is said. */
    readonly name: { readonly x: number; readonly y: number };
  }[];
  readonly numbers: readonly number[];
  readonly bottom: number;
}

/** Between two dots of a row: at least, and at most. */
const PITCH = 27;
const WIDEST = 44;
const HEAD = 40;
const LEFT = 36;
const NOTE = 74;
/** Rows that are drawn at most; what is further is counted. */
const MOST = 5;

/** The two sheets in the same places: side by side, or one above the other where it is narrow. */
export function lensLayout(
  view: LensView,
  analysis: Analysis | null,
  across: number,
  narrow: boolean,
): LensPlaces {
  const { path, hook } = view;
  const width = narrow ? across : (across - 24) / 2;
  const pitch = narrow ? 50 : 58;
  const height = HEAD + (MOST - 1) * pitch + 34;
  const shift = narrow ? { x: 0, y: height + 14 } : { x: width + 24, y: 0 };
  const on = new Set([...path, ...(hook ?? [])].map((pair) => pair.id));
  const layers = view.drawn?.layers.slice(0, MOST) ?? [];
  const room = Math.floor((width - LEFT - NOTE) / PITCH) + 1;
  const rows = layers.map((layer) => fitting(layer, room, on));
  const at = spotsOf(rows, width, pitch);
  const spots = [...at.values()];
  const dots = (side: 'c' | 'd') =>
    spots.map(({ pair, row, x, y }): LensDot => {
      const label = side === 'c' ? pair.label : pair.endLabel;
      const ringed = side === 'd' && pair.endLabel === 'bivalent';
      return { id: pair.id, row, x, y, label, on: on.has(pair.id), ringed };
    });
  const lines = analysis ? edgesBetween(spots, analysis) : { without: '', after: '' };
  const way = spots.filter(({ pair }) => on.has(pair.id) && on.has(pair.from));
  const noteAt = (k: number) => HEAD + 22 + k * pitch;
  const without = {
    x: 0,
    y: 0,
    title: '𝒞: without e',
    dots: dots('c'),
    lines: lines.without,
    way: way.map((spot) => line(at.get(spot.pair.from)!, spot)).join(''),
    notes: rows.flatMap((row, k) => {
      const all = layers[k]!.length;
      return all > row.length ? [{ text: `of ${all}`, y: noteAt(k) }] : [];
    }),
  };
  const after = {
    ...shift,
    title: 'D: and then e',
    dots: dots('d'),
    lines: lines.after,
    way: '',
    notes: layers.map((layer, k) => ({ text: `${openIn(layer)} open`, y: noteAt(k) })),
  };
  const links = (hook ?? path.slice(-1)).flatMap((pair, i) => {
    const spot = at.get(pair.id);
    const side = narrow ? (i === 0 ? -1 : 1) : 0;
    return spot ? [{ ...link(spot, shift, side), label: pair.endLabel }] : [];
  });
  const numbers = rows.map((_, k) => noteAt(k));
  return { width, height, without, after, links, numbers, bottom: shift.y + height };
}

/** Each row in the middle, but by whole places, so that e finds a way between them. */
function spotsOf(
  rows: readonly (readonly LensPair[])[],
  width: number,
  layer: number,
): ReadonlyMap<number, Spot> {
  const longest = Math.max(1, ...rows.map((row) => row.length));
  const pitch = Math.max(PITCH, Math.min(WIDEST, (width - LEFT - NOTE) / longest));
  const start = LEFT + Math.max(0, (width - LEFT - NOTE - (longest - 1) * pitch) / 2);
  return new Map(
    rows.flatMap((row, k) => {
      const indent = Math.floor((longest - row.length) / 2);
      const y = HEAD + 18 + k * layer;
      return row.map(
        (pair, i) => [pair.id, { pair, row: k, x: start + (indent + i) * pitch, y }] as const,
      );
    }),
  );
}

const openIn = (layer: readonly LensPair[]) =>
  layer.filter((pair) => pair.endLabel === 'bivalent').length;

/** As many of a layer as fit: what is on the way first, then what e keeps open. */
function fitting(layer: readonly LensPair[], room: number, on: ReadonlySet<number>) {
  const rank = (pair: LensPair) => (on.has(pair.id) ? 0 : pair.endLabel === 'bivalent' ? 1 : 2);
  return layer
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, room)
    .sort((a, b) => a.id - b.id);
}

interface Spot {
  readonly pair: LensPair;
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

const line = (a: Spot, b: Spot) => `M${a.x} ${a.y}L${b.x} ${b.y}`;

/** Events that lead from one row to the next, in each sheet where the graph has them. */
function edgesBetween(spots: readonly Spot[], { graph }: Analysis) {
  const leads = (from: number, to: number) => {
    if (from < 0 || to < 0) return false;
    for (let edge = graph.first[from]!; edge < graph.first[from + 1]!; edge += 1) {
      if (graph.targets[edge] === to) return true;
    }
    return false;
  };
  let [without, after] = ['', ''];
  for (const a of spots) {
    for (const b of spots) {
      if (b.row !== a.row + 1) continue;
      if (leads(a.pair.node, b.pair.node)) without += line(a, b);
      if (leads(a.pair.end, b.pair.end)) after += line(a, b);
    }
  }
  return { without, after };
}

/** e leaves its row sideways, or down a lane at one side, so that it passes between the others. */
function link({ x, y }: Spot, shift: { readonly x: number; readonly y: number }, side: -1 | 0 | 1) {
  const end = { x: x + shift.x, y: y + shift.y };
  if (side !== 0) {
    const lane = x + (side * PITCH) / 2;
    return {
      name: { x: lane + 7, y: shift.y - 2 },
      d: `M${x + side * 8} ${y + 6}L${lane} ${y + 16}V${end.y - 18}L${end.x + side * 8} ${end.y - 9}`,
      head: `M${end.x + side * 5} ${end.y - 7}l${side * 10} -1l${-side * 4} -9z`,
    };
  }
  const high = y - 25;
  return {
    name: { x: shift.x - 16, y: high - 5 },
    d: `M${x + 5} ${y - 10}C${x + 12} ${high} ${x + 20} ${high} ${x + 30} ${high}H${end.x - 24}Q${end.x - 8} ${high} ${end.x - 4} ${end.y - 17}`,
    head: `M${end.x - 1} ${end.y - 10}l-8 -6l9 -4z`,
  };
}

/** The dot that an arrow key leads to, or `undefined` for another key and at the end. */
export function dotBeside(
  dots: readonly LensDot[],
  from: LensDot,
  key: string,
): LensDot | undefined {
  const along = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (along !== 0) return dots[dots.indexOf(from) + along] ?? from;
  const down = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (down === 0) return undefined;
  const row = dots.filter((dot) => dot.row === from.row + down);
  const far = (dot: LensDot) => Math.abs(dot.x - from.x);
  return row.toSorted((a, b) => far(a) - far(b))[0] ?? from;
}
