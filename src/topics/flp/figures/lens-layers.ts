import { type Analysis, label } from '../engine/analysis.ts';
import { type Lens, lens } from '../engine/lemma3.ts';
import { carried } from '../engine/quotient.ts';
import { BOTH, type Label } from '../engine/valency.ts';

/** A configuration of 𝒞 with what e makes of it. */
export interface LensPair {
  /** Its place in the lens. */
  readonly id: number;
  readonly node: number;
  readonly label: Label;
  /** What e leads to, and its label; -1 and `null` where it is put off. */
  readonly end: number;
  readonly endLabel: Label | null;
  /** The edge that led to it first, and from which pair; -1 at C. */
  readonly edge: number;
  readonly from: number;
}

export interface LensLayers {
  readonly lens: Lens;
  /** By the number of events before e. */
  readonly layers: readonly (readonly LensPair[])[];
  readonly pairs: readonly LensPair[];
  /** How many members of D are open. */
  readonly open: number;
}

const known = new WeakMap<Analysis, Map<string, LensLayers>>();

/** The lens of a configuration and an event by number, in layers. */
export function lensLayers(analysis: Analysis, node: number, event: number): LensLayers {
  const kept = known.get(analysis) ?? new Map<string, LensLayers>();
  known.set(analysis, kept);
  const key = `${node} ${event}`;
  const found = kept.get(key) ?? layered(analysis, lens(analysis, node, event));
  kept.set(key, found);
  return found;
}

function layered(analysis: Analysis, found: Lens): LensLayers {
  const { graph, values } = analysis;
  const places = new Map(found.without.map((point, i) => [`${point.node} ${point.event}`, i]));
  const depth = new Int32Array(found.without.length).fill(-1);
  const cameBy = new Map<number, readonly [number, number]>();
  depth[0] = 0;
  found.without.forEach((point, i) => {
    for (let edge = graph.first[point.node]!; edge < graph.first[point.node + 1]!; edge += 1) {
      if (graph.machine.delivery(graph.events[edge]!) === point.event) continue;
      const next = carried(graph, edge, point.event);
      const to = places.get(`${graph.targets[edge]} ${next}`)!;
      if (depth[to] !== -1) continue;
      depth[to] = depth[i]! + 1;
      cameBy.set(to, [i, edge]);
    }
  });
  const pairs = found.without.map(({ node, ends }, id): LensPair => {
    const end = ends.find((to) => values[to] === BOTH) ?? ends[0] ?? -1;
    const [from, edge] = cameBy.get(id) ?? [-1, -1];
    const endLabel = end < 0 ? null : label(analysis, end);
    return { id, node, label: label(analysis, node), end, endLabel, edge, from };
  });
  const layers: LensPair[][] = [];
  for (const pair of pairs) {
    layers[depth[pair.id]!] ??= [];
    layers[depth[pair.id]!]!.push(pair);
  }
  const open = [...found.after].filter((to) => values[to] === BOTH).length;
  return { lens: found, layers, pairs, open };
}

/** The pairs on the way to one, itself last. */
export function pathTo({ pairs }: LensLayers, id: number): readonly LensPair[] {
  const path: LensPair[] = [];
  for (let at = pairs[id]; at; at = pairs[at.from]) path.push(at);
  return path.reverse();
}

/** The nearest pair that e keeps open: the end of the detour. */
export const keptOpen = ({ pairs }: LensLayers): LensPair | undefined =>
  pairs.find((pair) => pair.endLabel === 'bivalent');

/** Two neighbours in 𝒞 that e sends to different ends: the hook that the proof finds in step (b). */
export function hookIn({ pairs }: LensLayers): readonly [LensPair, LensPair] | null {
  for (const pair of pairs) {
    const before = pairs[pair.from];
    const ends = [before?.endLabel, pair.endLabel];
    if (before && ends.includes('zero') && ends.includes('one')) return [before, pair];
  }
  return null;
}
