import { describe, expect, test } from 'vitest';
import { type Analysis, isCritical, successor } from './analysis.ts';
import { classified } from './classify.ts';
import { configurationOf, keyOf } from './graph.ts';
import { hooksAt } from './pairs.ts';
import { type Choice, type ProtocolName, protocolOf } from './protocols/index.ts';
import { valencies } from './valency.ts';

/**
 * Counts found by exhaustive search; those of the waiting protocols and of
 * two-phase commit by a second program as well.
 */
interface Row {
  readonly choice: Choice;
  readonly configurations: number;
  readonly edges: number;
  /** zero, one, bivalent, bivalent undecided, conflicted, critical, hooks, bivalent initial */
  readonly counts: readonly number[];
  readonly lemma3: readonly [number, number];
  readonly stuck: readonly number[];
}

const row = (
  name: ProtocolName,
  processes: number,
  [configurations, edges]: readonly [number, number],
  counts: readonly number[],
  lemma3: readonly [number, number],
  stuck: readonly number[],
): Row => ({ choice: { name, processes }, configurations, edges, counts, lemma3, stuck });

const TABLE: readonly Row[] = [
  row('wait-all', 2, [28, 40], [21, 7, 0, 0, 0, 0, 0, 0], [0, 0], [4, 4]),
  row('wait-all', 3, [640, 2040], [560, 80, 0, 0, 0, 0, 0, 0], [0, 0], [8, 8, 8]),
  row('wait-majority', 3, [748, 2244], [368, 80, 300, 24, 168, 0, 0, 3], [144, 0], [0, 0, 0]),
  row('leader', 2, [12, 8], [6, 6, 0, 0, 0, 0, 0, 0], [0, 0], [4, 0]),
  row('leader', 3, [40, 40], [20, 20, 0, 0, 0, 0, 0, 0], [0, 0], [8, 0, 0]),
  row('two-phase-commit', 2, [26, 34], [20, 6, 0, 0, 0, 0, 0, 0], [0, 0], [3, 2]),
  row('two-phase-commit-timeout', 2, [34, 49], [28, 2, 4, 4, 0, 1, 1, 1], [6, 4], [3, 0]),
  row('two-phase-commit', 3, [183, 405], [168, 15, 0, 0, 0, 0, 0, 0], [0, 0], [4, 2, 2]),
  row('two-phase-commit-timeout', 3, [243, 588], [228, 4, 11, 11, 0, 1, 1, 1], [32, 8], [4, 0, 0]),
];

describe.each(TABLE)('$choice.name of $choice.processes', (expected) => {
  const { analysis, counts } = classified(protocolOf(expected.choice));

  test('has the counts of the table', () => {
    expect({ configurations: counts.configurations, edges: counts.edges }).toEqual({
      configurations: expected.configurations,
      edges: expected.edges,
    });
    const { zero, one, bivalent, bivalentUndecided, conflicted, critical, hooks } = counts;
    expect([
      ...[zero, one, bivalent, bivalentUndecided],
      ...[conflicted, critical, hooks, counts.bivalentInitial],
    ]).toEqual(expected.counts);
    expect([counts.lemma3.holds, counts.lemma3.fails]).toEqual(expected.lemma3);
    expect(counts.stuckIfStops).toEqual(expected.stuck);
    expect([counts.blocked, counts.open]).toEqual([0, 0]);
  });

  test('Lemma 1 holds everywhere, and no hook is between two processes', () => {
    expect(counts.diamonds.checked).toBeGreaterThan(0);
    expect(counts.diamonds.failed).toBe(0);
    expect(counts.hooksAcross).toBe(0);
  });

  test('whatever fails Lemma 3, and every hook, is at a process that can block it', () => {
    counts.lemma3.blamed.forEach((failures, p) => {
      if (failures > 0) expect(counts.stuckIfStops[p], `p${p}`).toBeGreaterThan(0);
    });
    for (const { node, event } of allHooks(analysis)) {
      const p = analysis.graph.machine.processOf(event);
      const { graph, back, decided } = analysis;
      expect(valencies(graph, back, decided, p)[node], `without p${p}`).toBe(0);
    }
  });

  test('what can be decided is what the next configurations can decide', () => {
    const { graph, values, decided } = analysis;
    values.forEach((set, node) => {
      const next = [...graph.targets.subarray(graph.first[node], graph.first[node + 1])];
      for (const target of next) expect(values[target]! & ~set).toBe(0);
      if (decided[node] === 0) expect(next.reduce((all, t) => all | values[t]!, 0)).toBe(set);
    });
  });
});

function allHooks(analysis: Analysis) {
  return analysis.graph.keys.flatMap((_, node) => [...hooksAt(analysis, node)]);
}

test('waiting for all of three has 7,440 diamonds', () => {
  const { counts } = classified(protocolOf({ name: 'wait-all', processes: 3 }));
  expect(counts.diamonds).toEqual({ checked: 7440, failed: 0 });
});

test('exchanging 0 and 1 changes nothing for a leader', () => {
  const { counts } = classified(protocolOf({ name: 'leader', processes: 4 }));
  expect(counts.zero).toBe(counts.one);
});

test('two-phase commit with a timeout hangs on one step: slow or dead', () => {
  const { analysis } = classified(protocolOf({ name: 'two-phase-commit-timeout', processes: 3 }));
  const { graph, values } = analysis;
  const event = (p: number, message: string | null) => graph.machine.eventId({ p, message });
  const root = graph.roots.find(({ inputs }) => inputs.join('') === '111')!;
  const critical = [event(1, null), event(0, 'V1'), event(2, null)].reduce(
    (node, e) => successor(graph, node, e),
    root.node,
  );
  expect(graph.keys.flatMap((_, node) => (isCritical(analysis, node) ? [node] : []))).toEqual([
    critical,
  ]);
  expect(values[successor(graph, critical, event(0, 'V1'))]).toBe(2);
  expect(values[successor(graph, critical, event(0, null))]).toBe(1);
  const [hook] = allHooks(analysis);
  expect(hook).toMatchObject({ node: critical, event: event(0, 'V1'), other: event(0, null) });
});

test('a configuration and its key are the same thing', () => {
  const { graph } = classified(protocolOf({ name: 'wait-all', processes: 2 })).analysis;
  for (const [key, node] of graph.ids) expect(keyOf(configurationOf(graph, node))).toBe(key);
});
