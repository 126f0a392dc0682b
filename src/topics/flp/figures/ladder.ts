import { type Analysis, edgeOf } from '../engine/analysis.ts';
import { placeOf } from '../engine/live.ts';
import type { FlpFrame } from './scheduler-view.ts';

/**
 * The neighbourhood of a run, drawn as a ladder: the run leads down, and beside
 * it, in a column for each event, stands what that event would make of each of
 * its configurations. Steps of two processes commute, so a column runs parallel to
 * the run until its event is taken.
 */
export interface Ladder {
  /** Rows of the run that are drawn, each with the frames that stand on it. */
  readonly rows: readonly LadderRow[];
  readonly columns: readonly LadderColumn[];
  /** Events that there was no room for, in the row of the frame that is shown. */
  readonly left: number;
}

export interface LadderRow {
  readonly node: number;
  /** By how many rounds the run is ahead of the node. */
  readonly rounds: number;
  readonly from: number;
  readonly to: number;
}

export interface LadderColumn {
  readonly event: number;
  /** Places from the run outwards, counted from 1; negative to the left. */
  readonly place: number;
  /** What the event makes of the run’s rows, by the row it is applied at. */
  readonly cells: readonly LadderCell[];
}

export interface LadderCell {
  /** The row that the event is applied at; its end stands one row lower. */
  readonly row: number;
  readonly node: number;
  /** Whether the run’s own step leads here from the cell above. */
  readonly fromAbove: boolean;
  /** Whether the run’s own step leads from here into the run. */
  readonly joins: boolean;
}

export interface LadderSize {
  /** Columns on each side. */
  readonly left: number;
  readonly right: number;
  /** Rows before and after the one that is shown. */
  readonly before: number;
  readonly after: number;
}

interface Span {
  readonly event: number;
  readonly cells: readonly LadderCell[];
  readonly until: number;
}

export function ladderOf(
  frames: readonly FlpFrame[],
  index: number,
  analysis: Analysis,
  size: LadderSize,
): Ladder {
  const path = pathOf(frames, analysis);
  const at = path.findLastIndex((row) => row.from <= index);
  const first = Math.max(0, Math.min(at - size.before, path.length - 1 - size.before - size.after));
  const rows = path.slice(first, at + size.after + 1);
  const spans = spansOf(rows, path[first + rows.length] ?? null, analysis);
  const here = at - first;
  const { columns, left } = placed(spans, here, size, analysis);
  return { rows, columns, left };
}

/** The configurations of a branch in order, steps that change nothing left out. */
function pathOf(frames: readonly FlpFrame[], analysis: Analysis): readonly LadderRow[] {
  const rows: { node: number; rounds: number; from: number; to: number }[] = [];
  for (const frame of frames) {
    const { node, rounds } = placeOf(analysis.graph, frame.state);
    const last = rows.at(-1);
    if (node < 0) rows.length = 0;
    else if (last?.node === node && last.rounds === rounds) last.to = frame.index;
    else rows.push({ node, rounds, from: frame.index, to: frame.index });
  }
  return rows;
}

function spansOf(
  rows: readonly LadderRow[],
  beyond: LadderRow | null,
  { graph }: Analysis,
): readonly Span[] {
  const open = new Map<number, LadderCell[]>();
  const spans: Span[] = [];
  rows.forEach(({ node }, row) => {
    for (const [event, cells] of open) {
      if (edgeOf(graph, node, event) >= 0) continue;
      spans.push({ event, cells, until: row });
      open.delete(event);
    }
    const next = rows[row + 1]?.node ?? beyond?.node ?? -1;
    for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
      const [event, target] = [graph.events[edge]!, graph.targets[edge]!];
      if (target === next) {
        const cells = open.get(event);
        if (cells) spans.push({ event, cells: joined(cells), until: row });
        open.delete(event);
        continue;
      }
      const cells = open.get(event) ?? [];
      const above = cells.at(-1);
      const fromAbove = above !== undefined && leadsTo(graph, above.node, target);
      open.set(event, [...cells, { row, node: target, fromAbove, joins: false }]);
    }
  });
  for (const [event, cells] of open) spans.push({ event, cells, until: rows.length });
  return spans;
}

const joined = (cells: readonly LadderCell[]): readonly LadderCell[] =>
  cells.map((cell, i) => (i === cells.length - 1 ? { ...cell, joins: true } : cell));

function leadsTo(graph: Analysis['graph'], from: number, to: number): boolean {
  for (let edge = graph.first[from]!; edge < graph.first[from + 1]!; edge += 1) {
    if (graph.targets[edge] === to) return true;
  }
  return false;
}

/** Those that the frame shown can take come first, and of these what is taken soonest: next to the run. */
function placed(
  spans: readonly Span[],
  here: number,
  size: LadderSize,
  { graph }: Analysis,
): { columns: readonly LadderColumn[]; left: number } {
  const isHere = (span: Span) => span.cells.some((cell) => cell.row === here);
  const order = spans.toSorted(
    (a, b) => Number(isHere(b)) - Number(isHere(a)) || a.until - b.until || a.event - b.event,
  );
  const taken = new Map<number, Span[]>();
  const columns: LadderColumn[] = [];
  let left = 0;
  for (const span of order) {
    const wantsLeft = graph.machine.processOf(span.event) === 0;
    const free = placesBy(wantsLeft, size).find((place) =>
      (taken.get(place) ?? []).every((other) => !overlap(other, span)),
    );
    if (free === undefined) {
      if (isHere(span)) left += 1;
      continue;
    }
    taken.set(free, [...(taken.get(free) ?? []), span]);
    columns.push({ event: span.event, place: free, cells: span.cells });
  }
  return { columns, left };
}

function placesBy(wantsLeft: boolean, { left, right }: LadderSize): readonly number[] {
  const lefts = Array.from({ length: left }, (_, i) => -1 - i);
  const rights = Array.from({ length: right }, (_, i) => i + 1);
  return wantsLeft ? [...lefts, ...rights] : [...rights, ...lefts];
}

/** With a row between them, for the name above a column. */
function overlap(a: Span, b: Span): boolean {
  const [aFrom, aTo] = [a.cells[0]!.row, a.cells.at(-1)!.row + 1];
  const [bFrom, bTo] = [b.cells[0]!.row, b.cells.at(-1)!.row + 1];
  return aFrom <= bTo + 1 && bFrom <= aTo + 1;
}
