import { type Analysis, isCritical } from '../engine/analysis.ts';
import { eventInRun } from '../engine/quotient.ts';
import { labelWithout, stoppedIn } from '../engine/run/outlook.ts';
import { eventName, foreseen, sayingsOf } from '../engine/run/words.ts';
import type { Place } from './commit-places.ts';
import type { EdgeWords, GraphEdge, GraphNode, GraphView } from './graph-view.ts';
import { type Ladder, type LadderColumn, type LadderSize, ladderOf } from './ladder.ts';
import type { FlpFrame } from './scheduler-view.ts';

export interface LadderShape extends LadderSize {
  /** Between two columns, and from the run to the first one on the right, where its words stand. */
  readonly pitch: number;
  readonly gap: number;
  readonly layer: number;
}

/** A ladder as points and lines. `x` 0 is the run, `y` 0 its first row. */
export function ladderView(
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  analysis: Analysis,
  shape: LadderShape,
): GraphView {
  const gone = stoppedIn(frame.state);
  const found = ladderOf(frames, frame.index, analysis, shape);
  const goesOn = (column: LadderColumn) => analysis.graph.machine.processOf(column.event) !== gone;
  const ladder = { ...found, columns: found.columns.filter(goesOn) };
  const here = ladder.rows.findLastIndex((row) => row.from <= frame.index);
  const nodes = [
    ...runNodes(ladder, here, frame, analysis, shape),
    ...ladder.columns.flatMap((column) => columnNodes(column, frame, analysis, shape)),
  ];
  return {
    nodes,
    edges: edgesOf(ladder, here, frame, analysis, shape),
    words: runWords(ladder, frame, frames, shape),
    exits: ladder.columns.map((column) =>
      columnHead(column, ladder.rows[column.cells[0]!.row]!.rounds, frame, analysis, shape),
    ),
    basins: [],
    bivalent: 0,
    folded: new Map(),
  };
}

const rowY = (row: number, { layer }: LadderShape) => row * layer;

function columnX(place: number, { pitch, gap }: LadderShape): number {
  return place < 0 ? place * pitch : gap + (place - 1) * pitch;
}

function cellPlace(column: LadderColumn, row: number, shape: LadderShape): Place {
  return { x: columnX(column.place, shape), y: rowY(row + 1, shape) };
}

function pointOf(
  node: number,
  id: string,
  place: Place,
  frame: FlpFrame,
  analysis: Analysis,
): GraphNode {
  const gone = stoppedIn(frame.state);
  return {
    id,
    node,
    ...place,
    label: labelWithout(analysis, node, gone),
    current: false,
    critical: gone === null && isCritical(analysis, node),
    exit: false,
    on: null,
  };
}

function runNodes(
  { rows }: Ladder,
  here: number,
  frame: FlpFrame,
  analysis: Analysis,
  shape: LadderShape,
): readonly GraphNode[] {
  return rows.map((row, i) => ({
    ...pointOf(row.node, `run-${i}`, { x: 0, y: rowY(i, shape) }, frame, analysis),
    current: i === here,
    on: i <= here ? 'run' : 'ahead',
  }));
}

function columnNodes(
  column: LadderColumn,
  frame: FlpFrame,
  analysis: Analysis,
  shape: LadderShape,
): readonly GraphNode[] {
  return column.cells.map((cell) =>
    pointOf(
      cell.node,
      `${column.event}-${cell.row}`,
      cellPlace(column, cell.row, shape),
      frame,
      analysis,
    ),
  );
}

function edgesOf(
  ladder: Ladder,
  here: number,
  { state }: FlpFrame,
  analysis: Analysis,
  shape: LadderShape,
): readonly GraphEdge[] {
  const gone = stoppedIn(state);
  const edges: GraphEdge[] = [];
  const line = (a: Place, b: Place) => `M${a.x} ${a.y}L${b.x} ${b.y}`;
  const run = (row: number): Place => ({ x: 0, y: rowY(row, shape) });
  for (const column of ladder.columns) {
    for (const cell of column.cells) {
      const end = cellPlace(column, cell.row, shape);
      // The lines that lead out again and again would cross the columns: the way down says the same.
      if (!cell.fromAbove || cell.row === here) {
        const label = labelWithout(analysis, cell.node, gone);
        const plain = cell.row !== here || (label !== 'zero' && label !== 'one');
        edges.push({ d: line(run(cell.row), end), kind: plain ? 'plain' : label });
      }
      const above = cellPlace(column, cell.row - 1, shape);
      if (cell.fromAbove) edges.push({ d: line(above, end), kind: 'plain' });
      if (cell.joins && cell.row + 2 < ladder.rows.length) {
        edges.push({ d: line(end, run(cell.row + 2)), kind: 'plain' });
      }
    }
  }
  for (let row = 1; row < ladder.rows.length; row += 1) {
    edges.push({ d: line(run(row - 1), run(row)), kind: row <= here ? 'run' : 'ahead' });
  }
  return edges;
}

function runWords(
  { rows }: Ladder,
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  shape: LadderShape,
): readonly EdgeWords[] {
  return rows.slice(1).flatMap((row, i): EdgeWords[] => {
    const step = frames[row.from]?.events.find((e) => e.kind === 'step');
    const before = frames[row.from - 1];
    if (row.from > frame.index || step?.kind !== 'step' || !before) return [];
    const { state } = before;
    return [
      {
        x: 13,
        y: rowY(i + 0.42, shape),
        number: String(row.from),
        name: eventName(state, step.p, step.message),
        what: sayingsOf(state.config.protocol).would(foreseen(state, step.p, step.message)),
        end: false,
      },
    ];
  });
}

function columnHead(
  column: LadderColumn,
  rounds: number,
  { state }: FlpFrame,
  analysis: Analysis,
  shape: LadderShape,
): EdgeWords {
  const { p, message } = eventInRun(analysis.graph, column.event, rounds);
  const { x, y } = cellPlace(column, column.cells[0]!.row, shape);
  return {
    x,
    y: y - 17,
    number: `${column.event}-${column.cells[0]!.row}`,
    name: eventName(state, p, message),
    what: '',
    end: false,
    middle: true,
  };
}
