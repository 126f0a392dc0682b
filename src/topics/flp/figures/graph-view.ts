import { polygonHull } from 'd3-polygon';
import { type Analysis, isCritical, successor } from '../engine/analysis.ts';
import { exitsAt, labelWithout, stoppedIn } from '../engine/run/outlook.ts';
import { nodeAt } from '../engine/run/places.ts';
import type { FlpState } from '../engine/run/types.ts';
import { eventName, foreseen, sayingsOf } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';
import type { Place } from './commit-places.ts';
import type { FlpFrame } from './scheduler-view.ts';

export interface GraphNode extends Place {
  /** Tells it apart in the picture. */
  readonly id: string;
  readonly node: number;
  /** `null` where it was not explored. */
  readonly label: Label | null;
  readonly current: boolean;
  readonly critical: boolean;
  /** Where an event leads that settles a critical configuration. */
  readonly exit: boolean;
  /** Passed, or still to come on this branch. */
  readonly on: 'run' | 'ahead' | null;
}

export interface GraphEdge {
  readonly d: string;
  /** Taken, still to come on this branch, or one of those that settle a critical configuration. */
  readonly kind: 'plain' | 'run' | 'ahead' | 'zero' | 'one' | 'gone';
}

/** Words beside an edge of the run. */
export interface EdgeWords extends Place {
  readonly number: string;
  readonly name: string;
  readonly what: string;
  readonly end: boolean;
  /** Centred on its place. */
  readonly middle?: boolean;
}

/** Where one value is certain: a tinted field, with how many there are. */
export interface Basin {
  readonly label: 'zero' | 'one';
  readonly d: string;
  readonly count: number;
  readonly top: Place;
  readonly bottom: Place;
}

export interface GraphView {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly words: readonly EdgeWords[];
  /** Words beside the events that settle a critical configuration. */
  readonly exits: readonly EdgeWords[];
  readonly basins: readonly Basin[];
  readonly bivalent: number;
  /** How many are folded away below a node, by node. */
  readonly folded: ReadonlyMap<number, number>;
}

export interface GraphOptions {
  readonly places: readonly Place[];
  /** The nodes that are drawn; all if not given. */
  readonly shown?: ReadonlySet<number>;
}

export function graphView(
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  analysis: Analysis,
  { places, shown }: GraphOptions,
): GraphView {
  const { graph } = analysis;
  const gone = stoppedIn(frame.state);
  const path = frames
    .filter((f) => f.state.inputs === frame.state.inputs)
    .map((f) => nodeAt(analysis, f.state));
  const here = nodeAt(analysis, frame.state);
  const passed = new Set(
    frames.filter((f) => f.index <= frame.index).map((f) => nodeAt(analysis, f.state)),
  );
  const drawn = (node: number) => shown === undefined || shown.has(node);
  const exits = exitsAt(analysis, frame.state);
  const ends = new Set(
    [...(exits?.zero ?? []), ...(exits?.one ?? [])].map((id) => successor(graph, here, id)),
  );
  const nodes = graph.keys.flatMap((_, node): GraphNode[] => {
    if (!drawn(node)) return [];
    const on = passed.has(node) ? 'run' : path.includes(node) ? 'ahead' : null;
    const critical = gone === null && isCritical(analysis, node);
    const label = labelWithout(analysis, node, gone);
    const exit = ends.has(node);
    return [
      {
        id: String(node),
        node,
        ...places[node]!,
        label,
        current: node === here,
        critical,
        exit,
        on,
      },
    ];
  });
  return {
    nodes,
    edges: edgesOf(frame, frames, analysis, places, drawn),
    words: wordsOf(frame, frames, analysis, places),
    exits: exitWords(frame.state, analysis, places),
    basins: (['zero', 'one'] as const).flatMap((label) => basinOf(nodes, label)),
    bivalent: nodes.filter((n) => n.label === 'bivalent').length,
    folded: shown ? foldedBelow(analysis, shown) : new Map(),
  };
}

function edgesOf(
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  analysis: Analysis,
  places: readonly Place[],
  drawn: (node: number) => boolean,
): readonly GraphEdge[] {
  const { graph } = analysis;
  const gone = stoppedIn(frame.state);
  const here = nodeAt(analysis, frame.state);
  const taken = new Map<string, 'run' | 'ahead'>();
  frames.forEach((f, i) => {
    const next = frames[i + 1];
    if (!next) return;
    const key = `${nodeAt(analysis, f.state)} ${nodeAt(analysis, next.state)}`;
    if (!taken.has(key)) taken.set(key, next.index <= frame.index ? 'run' : 'ahead');
  });
  const edges: GraphEdge[] = [];
  for (let from = 0; from < graph.keys.length; from += 1) {
    for (let edge = graph.first[from]!; edge < graph.first[from + 1]!; edge += 1) {
      const to = graph.targets[edge]!;
      if (!drawn(from) || !drawn(to)) continue;
      const d = edgePath(places[from]!, places[to]!, graph.machine.processOf(graph.events[edge]!));
      const run = taken.get(`${from} ${to}`);
      const settles = from === here && isCritical(analysis, here) && gone === null;
      const lost = graph.machine.processOf(graph.events[edge]!) === gone && run !== 'run';
      const label = labelWithout(analysis, to, gone);
      const settled = settles && (label === 'zero' || label === 'one') ? label : null;
      edges.push({ d, kind: settled ?? (lost ? 'gone' : (run ?? 'plain')) });
    }
  }
  return edges.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: readonly GraphEdge['kind'][] = ['gone', 'plain', 'ahead', 'zero', 'one', 'run'];

/** Straight, but for a first step that also receives: that passes a layer, and bends round it. */
function edgePath(from: Place, to: Place, p: number): string {
  const straight = `M${from.x} ${from.y}L${to.x} ${to.y}`;
  if (to.y - from.y < 100 || p === 0) return straight;
  const side = Math.sign(to.x - from.x) || 1;
  const [mx, my] = [(from.x + to.x) / 2 + side * 22, (from.y + to.y) / 2 - 16];
  return `M${from.x} ${from.y}Q${mx} ${my} ${to.x} ${to.y}`;
}

function wordsOf(
  frame: FlpFrame,
  frames: readonly FlpFrame[],
  analysis: Analysis,
  places: readonly Place[],
): readonly EdgeWords[] {
  const words: EdgeWords[] = [];
  for (const at of frames.slice(1, frame.index + 1)) {
    const step = at.events.find((e) => e.kind === 'step');
    const before = frames[at.index - 1]!;
    if (step?.kind !== 'step') continue;
    const [from, to] = [nodeAt(analysis, before.state), nodeAt(analysis, at.state)];
    if (from === to || from < 0 || to < 0) continue;
    const [a, b] = [places[from]!, places[to]!];
    const taken = foreseen(before.state, step.p, step.message);
    const end = b.x < a.x && a.x - b.x > 100;
    words.push({
      x: (a.x + b.x) / 2 + (end ? -10 : 13 + Math.abs(b.x - a.x) * 0.1),
      y: a.y * 0.62 + b.y * 0.38,
      number: String(at.index),
      name: eventName(before.state, step.p, step.message),
      what: sayingsOf(before.state.config.protocol).would(taken),
      end,
    });
  }
  return words;
}

function exitWords(
  state: FlpState,
  analysis: Analysis,
  places: readonly Place[],
): readonly EdgeWords[] {
  const exits = exitsAt(analysis, state);
  if (!exits) return [];
  const { graph } = analysis;
  const here = nodeAt(analysis, state);
  const from = places[here]!;
  return [...exits.zero, ...exits.one].map((id) => {
    const { p, message } = graph.machine.event(id);
    const to = places[successor(graph, here, id)]!;
    const left = to.x < from.x;
    return {
      x: left ? from.x - 26 : from.x + (to.x - from.x) * 0.66 + 14,
      y: from.y + (left ? 40 : 20),
      number: '',
      name: eventName(state, p, message),
      what: sayingsOf(state.config.protocol).would(foreseen(state, p, message)),
      end: left,
    };
  });
}

function basinOf(nodes: readonly GraphNode[], label: 'zero' | 'one'): readonly Basin[] {
  const own = nodes.filter((n) => n.label === label);
  if (own.length === 0) return [];
  const points = own.map((n): [number, number] => [n.x, n.y]);
  const hull = points.length > 2 ? (polygonHull(points) ?? points) : points;
  const d = `M${hull.map(([x, y]) => `${x} ${y}`).join('L')}Z`;
  const byHeight = own.toSorted((a, b) => a.y - b.y);
  return [{ label, d, count: own.length, top: byHeight[0]!, bottom: byHeight.at(-1)! }];
}

/** The bivalent configurations, and those that one step settles. */
export function core({ graph, values }: Analysis, run: readonly number[]): ReadonlySet<number> {
  const shown = new Set(run);
  values.forEach((set, node) => {
    if (set !== 3) return;
    shown.add(node);
    for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
      shown.add(graph.targets[edge]!);
    }
  });
  return shown;
}

/** How many of the configurations that follow are not drawn, for those drawn that lead out. */
function foldedBelow({ graph }: Analysis, shown: ReadonlySet<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const start of shown) {
    const seen = new Set([start]);
    for (const node of seen) {
      for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
        if (!shown.has(graph.targets[edge]!)) seen.add(graph.targets[edge]!);
      }
    }
    if (seen.size > 1) counts.set(start, seen.size - 1);
  }
  return counts;
}
