import { fitted } from '../../../../player/drawing/fitted.ts';
import { type Columns, columnsOf } from './columns.ts';
import { levelsOf } from './levels.ts';
import { stripOf } from './strip.ts';
import type { TreeView } from './tree-view.ts';

/**
 * What a panel leaves room for. One that holds for all frames of a run, and for
 * all panels side by side, keeps everything still but what a frame moves.
 */
export interface Room {
  /** By algorithm: the width of a letter’s column, and how many levels there are. */
  readonly fits: Readonly<Record<string, Fit>>;
  readonly titled: boolean;
  /** Lines under the title. */
  readonly lines: number;
  /** From the root down to the text. */
  readonly tree: number;
  /** Lines of text. */
  readonly text: number;
  /** Whether the switches are counted below the text. */
  readonly switches: boolean;
}

interface Fit {
  readonly column: number;
  /** Of frames in which every letter has a mark, and of those in which runs are folded. */
  readonly levels: number;
  readonly foldedLevels: number;
}

const isFolded = ({ slots }: Columns) => slots.some(({ folded }) => folded);

const TREE = { least: 224, most: 264 };
export const PILL = { width: 50, height: 22 };
export const SAYS = { size: 12.5, first: 34, leading: 17 };
const STRIP = 41;
/** Of the last level's middle above the text, without rows or a hint. */
const FOOT = 30;
const ROW = 19.5;
const HINT = 23;
const ARCS = 22;

/** Vertical places, from the panel's top. */
export interface Heights {
  /** The root's top. */
  readonly top: number;
  /** The middle of every level. */
  readonly level: readonly number[];
  /** Baselines of the rows of sort keys. */
  readonly rows: readonly number[];
  readonly rowsBottom: number;
  /** Baseline of how it is read, where that has a place of its own. */
  readonly hint: number | null;
  readonly strip: number;
  readonly stripHeight: number;
  readonly total: number;
}

export function saysLines(view: TreeView, width: number): readonly string[] {
  const { says } = view.words;
  const choices = says.map((text) => fitted(text, SAYS.size, width));
  return choices.find((lines) => lines.length === 1) ?? choices.at(-1) ?? [];
}

function footOf(view: TreeView, rows: number): number {
  if (view.arrangement === 'inorder') return FOOT + (rows > 0 ? 12.5 + rows * ROW : 0);
  return FOOT + 12.5 + rows * ROW + HINT + (view.algorithm === 'yata' ? ARCS : 0);
}

/** The room for these views at this width: of one run’s frames, of panels side by side, or both. */
export function roomOf(views: readonly TreeView[], width: number, least = TREE.least): Room {
  let room: Room = { fits: {}, titled: false, lines: 0, tree: least, text: 1, switches: false };
  for (const view of views) {
    const columns = columnsOf(view, width);
    const levels = 1 + Math.max(0, ...levelsOf(view, columns.slots).values());
    const gap = view.arrangement === 'inorder' ? 36 : 34;
    const above = view.arrangement === 'inorder' ? 49.5 : 58;
    const wanted = above + gap * (levels - 1) + footOf(view, view.rows.length);
    const { column, ...most } = room.fits[view.algorithm] ?? {
      column: columns.column,
      levels: 1,
      foldedLevels: 1,
    };
    const kind = isFolded(columns) ? 'foldedLevels' : 'levels';
    const fit: Fit = {
      column: Math.min(columns.column, column),
      ...most,
      [kind]: Math.max(levels, most[kind]),
    };
    room = {
      fits: { ...room.fits, [view.algorithm]: fit },
      titled: room.titled || view.words.title !== '',
      lines: Math.max(room.lines, saysLines(view, width).length),
      tree: Math.max(room.tree, Math.min(TREE.most, wanted)),
      text: Math.max(room.text, stripOf(view, columns, width).lines),
      switches: room.switches || view.switches !== null,
    };
  }
  return room;
}

/** How high a panel with that room is. */
export function panelHeight(room: Room): number {
  const { tree, text, switches } = room;
  return topOf(room) + tree + stripHeight(text) + (switches ? 37 : 8);
}

/** Two lines have the height of one in large letters. */
const stripHeight = (lines: number) => Math.max(STRIP, 5 + lines * 18);

function topOf({ titled, lines }: Room): number {
  if (!titled && lines === 0) return 2;
  return lines === 0 ? 32 : SAYS.first + 19 + (lines - 1) * SAYS.leading;
}

export function heightsOf(view: TreeView, room: Room, columns: Columns, levels: number): Heights {
  const fit = room.fits[view.algorithm];
  const most = (isFolded(columns) ? fit?.foldedLevels : fit?.levels) ?? 1;
  const top = topOf(room);
  const strip = top + room.tree;
  const rows = view.rows.length;
  const last = strip - footOf(view, rows);
  const rowsTop = last + 15 + 19 + (view.algorithm === 'yata' ? ARCS : 0);
  const hint = view.arrangement === 'inorder' ? null : strip - 18;
  return {
    top,
    level: levelHeights(view, top, last, Math.max(levels, most)),
    rows: view.rows.map((_, i) => rowsTop + i * ROW),
    rowsBottom: rowsTop + (rows - 1) * ROW + 9,
    hint,
    strip,
    stripHeight: stripHeight(room.text),
    total: panelHeight(room),
  };
}

function levelHeights(view: TreeView, top: number, last: number, levels: number): number[] {
  if (view.arrangement === 'inorder') {
    const first = top + (levels === 1 ? 72 : 49.5);
    const gap = levels === 1 ? 0 : Math.min(48, (last - first) / (levels - 1));
    return Array.from({ length: levels }, (_, i) => first + i * gap);
  }
  const gap = levels === 1 ? 0 : Math.min(54, (last - top - 58) / (levels - 1));
  return Array.from({ length: levels }, (_, i) => last - (levels - 1 - i) * gap);
}
