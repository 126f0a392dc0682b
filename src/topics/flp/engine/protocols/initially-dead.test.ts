import { expect, test } from 'vitest';
import { configurationOf, type Graph, graphOf } from '../graph.ts';
import { initiallyDead } from './initially-dead.ts';

const ALL = { seen: 39_283, decided: true, agreed: true };

test('three that are all alive end decided, and agree', () => {
  expect(runs(graphOf(initiallyDead(3)), null)).toEqual(ALL);
});

test.each([0, 1, 2])('with p%i dead from the start the other two decide and agree', (dead) => {
  const { decided, agreed, seen } = runs(graphOf(initiallyDead(3)), dead);
  expect({ decided, agreed }).toEqual({ decided: true, agreed: true });
  expect(seen).toBe(8 * 12);
});

test('of two, both are needed', () => {
  const graph = graphOf(initiallyDead(2));
  expect(runs(graph, null)).toMatchObject({ decided: true, agreed: true });
  expect(runs(graph, 1)).toMatchObject({ decided: false });
});

/** What becomes of all runs in which one process never takes a step. */
function runs(graph: Graph, dead: number | null) {
  const seen = new Set(graph.roots.map(({ node }) => node));
  let decided = true;
  let agreed = true;
  for (const node of seen) {
    const next = edgesOf(graph, node, dead);
    for (const target of next) seen.add(target);
    const live = outputsAt(graph, node).filter((_, p) => p !== dead);
    if (next.length === 0 && live.includes(null)) decided = false;
    if (live.includes(0) && live.includes(1)) agreed = false;
  }
  return { seen: seen.size, decided, agreed };
}

/** Where the events of everybody but `dead` lead that change something. */
function edgesOf(graph: Graph, node: number, dead: number | null): readonly number[] {
  const targets: number[] = [];
  for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
    if (graph.machine.processOf(graph.events[edge]!) !== dead) targets.push(graph.targets[edge]!);
  }
  return targets;
}

function outputsAt(graph: Graph, node: number) {
  return configurationOf(graph, node).locals.map((local) => graph.machine.local(local).output);
}
