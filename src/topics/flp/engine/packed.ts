import type { Analysis } from './analysis.ts';
import type { Graph, Root } from './graph.ts';
import { Machine, type Tables } from './machine.ts';
import { type Choice, protocolOf } from './protocols/index.ts';
import type { Backward } from './valency.ts';

/**
 * An analysis as plain data and typed arrays, which another thread can be given
 * without a copy. The protocol goes by its name: functions do not cross.
 */
export interface PackedAnalysis extends Pick<Analysis, 'decided' | 'values' | 'without'> {
  readonly choice: Choice;
  readonly tables: Tables;
  readonly roots: readonly Root[];
  /** The keys one after the other; each ends where `ends` says. */
  readonly keys: Uint16Array;
  readonly ends: Int32Array;
  readonly edges: Pick<Graph, 'first' | 'events' | 'targets' | 'moved'>;
  readonly back: Backward;
}

const SLICE = 500;

export function* packIn(
  { graph, back, decided, values, without }: Analysis,
  choice: Choice,
): Generator<void, PackedAnalysis, void> {
  const { machine, roots, first, events, targets, moved } = graph;
  const keys = new Uint16Array(graph.keys.reduce((sum, { length }) => sum + length, 0));
  const ends = new Int32Array(graph.keys.length);
  let end = 0;
  for (const [node, key] of graph.keys.entries()) {
    for (let i = 0; i < key.length; i += 1) keys[end + i] = key.charCodeAt(i);
    end += key.length;
    ends[node] = end;
    if (node % SLICE === SLICE - 1) yield;
  }
  return {
    choice,
    tables: machine.tables,
    roots,
    keys,
    ends,
    edges: { first, events, targets, moved },
    back,
    decided,
    values,
    ...(without && { without }),
  };
}

/** What need not be copied when it crosses into another thread. The analysis that was packed is lost by that. */
export function buffersOf(packed: PackedAnalysis): ArrayBuffer[] {
  const { keys, ends, edges, back, decided, values, without = [] } = packed;
  const arrays = [...Object.values(edges), ...Object.values(back), ...without];
  return [keys, ends, decided, values, ...arrays].map(({ buffer }) => buffer as ArrayBuffer);
}

/** The same analysis again: every number means what it did. */
export function* unpackIn(packed: PackedAnalysis): Generator<void, Analysis, void> {
  const { back, decided, values, without } = packed;
  const ids = new Map<string, number>();
  const keys: string[] = [];
  let start = 0;
  for (const end of packed.ends) {
    const key = String.fromCharCode(...packed.keys.subarray(start, end));
    ids.set(key, keys.push(key) - 1);
    start = end;
    if (keys.length % SLICE === 0) yield;
  }
  const machine = new Machine(protocolOf(packed.choice), packed.tables);
  const graph = { machine, ids, keys, roots: packed.roots, ...packed.edges };
  return { graph, back, decided, values, ...(without && { without }) };
}
