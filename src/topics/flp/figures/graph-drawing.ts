import type { Analysis } from '../engine/analysis.ts';
import { nodeAt } from '../engine/run/places.ts';
import { sayingsOf } from '../engine/run/words.ts';
import { commitPlaces, NARROW, type Place, WIDE } from './commit-places.ts';
import { core, type GraphView, graphView } from './graph-view.ts';
import { type LadderShape, ladderView } from './ladder-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

/** A graph with the room it takes in any frame of the branch, so that stepping moves nothing. */
export interface GraphDrawing {
  readonly view: GraphView;
  readonly left: number;
  readonly right: number;
  readonly depth: number;
  readonly title: string;
  readonly note: string;
}

/** The whole of a small graph, else what is next to the run. */
export function drawGraph(
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  analysis: Analysis | null,
  width: number,
  found = 0,
): GraphDrawing {
  const { name, processes } = frame.state.config.protocol;
  const inputs = frame.state.inputs.join(' ');
  const narrow = width < 440;
  if (!analysis) return drawNothing(ladderShape(width, 8), inputs, found);
  const count = analysis.graph.keys.length.toLocaleString('en');
  if (name.startsWith('two-phase-commit') && processes <= 3) {
    return drawWhole(frame, frames, analysis, width, count, inputs);
  }
  const shape = ladderShape(width, longestName(frame, frames));
  const view = ladderView(frame, frames, analysis, shape);
  return {
    view,
    ...roomOf(shape),
    title: narrow
      ? `${count} configurations, inputs ${inputs}`
      : `What is next to the run, of ${count} configurations from ${inputs}`,
    note: 'Drawn: the run, and the events beside it',
  };
}

/** Width of a letter of an event’s name. */
const MONO = 7.85;

/** Letters of the longest event’s name in a branch, so that its columns keep apart. */
function longestName({ state }: FlpFrame, frames: readonly FlpFrame[]): number {
  const { short } = sayingsOf(state.config.protocol);
  const sent = frames.flatMap((f) => f.state.buffer.map((m) => short(m.message).length));
  return Math.max(1, ...sent) + '(p0, )'.length;
}

function roomOf(shape: LadderShape) {
  return {
    left: -shape.left * shape.pitch,
    right: shape.gap + (shape.right - 1) * shape.pitch,
    depth: (shape.before + shape.after) * shape.layer,
  };
}

/** The same room while the configurations are still being counted. */
function drawNothing(shape: LadderShape, inputs: string, found: number): GraphDrawing {
  return {
    view: EMPTY,
    ...roomOf(shape),
    title: `All that can come of ${inputs} is being worked out`,
    note:
      found > 0
        ? `${found.toLocaleString('en')} configurations so far`
        : 'The run can be stepped meanwhile',
  };
}

const EMPTY: GraphView = {
  nodes: [],
  edges: [],
  words: [],
  exits: [],
  basins: [],
  bivalent: 0,
  folded: new Map(),
};

function drawWhole(
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  analysis: Analysis,
  width: number,
  count: string,
  inputs: string,
): GraphDrawing {
  const narrow = width < 440;
  const passed = frames.slice(0, frame.index + 1);
  const nodesOf = (some: readonly FlpFrame[]) => some.map((f) => nodeAt(analysis, f.state));
  const roomy = commitPlaces(analysis.graph, narrow ? NARROW : WIDE);
  const kept = narrow ? [...core(analysis, nodesOf(frames))].map((node) => roomy[node]!) : roomy;
  const squeeze = Math.min(1, (width - ENDS) / spanOf(kept));
  const places = roomy.map(({ x, y }) => ({ x: x * squeeze, y }));
  const view = graphView(frame, frames, analysis, {
    places,
    ...(narrow ? { shown: core(analysis, nodesOf(passed)) } : {}),
  });
  const ever: readonly Place[] = narrow
    ? [...core(analysis, nodesOf(frames))].map((node) => places[node]!)
    : places;
  return {
    view,
    left: Math.min(...ever.map((n) => n.x)),
    right: Math.max(...ever.map((n) => n.x)),
    depth: Math.max(...ever.map((n) => n.y)),
    title: narrow
      ? `${count} configurations, inputs ${inputs}`
      : `All ${count} configurations from inputs ${inputs}`,
    note: `Drawn: the ${view.bivalent} still open, and their exits`,
  };
}

/** Room that the outermost points take beside their places. */
const ENDS = 30;

const spanOf = (places: readonly Place[]): number =>
  Math.max(...places.map((n) => n.x)) - Math.min(...places.map((n) => n.x));

function ladderShape(width: number, letters: number): LadderShape {
  const narrow = width < 440;
  const pitch = Math.max(narrow ? 70 : 78, letters * MONO + 8);
  const gap = narrow ? 110 : 172;
  const columns = Math.max(2, Math.floor((width - gap - 40) / pitch) + 1);
  const left = Math.ceil(columns / 2);
  return { pitch, gap, layer: narrow ? 60 : 66, left, right: columns - left, before: 4, after: 3 };
}
