import {
  type Analysis,
  analyseIn,
  bivalentRoots,
  isCritical,
  isOpenQuestion,
  label,
} from './analysis.ts';
import { explore, type GraphOptions, inOneGo } from './graph.ts';
import { countLemma3, type Lemma3Count } from './lemma3.ts';
import { diamondsAt, type Hook, hooksAt } from './pairs.ts';
import type { Protocol } from './protocol.ts';
import { isStuckWithout, withoutEachIn } from './stopped.ts';
import { BOTH, ONE, ZERO } from './valency.ts';

/** All that is counted of a protocol. */
export interface Classification {
  readonly configurations: number;
  readonly edges: number;
  /** Configurations from which only 0, only 1, or both can be decided. */
  readonly zero: number;
  readonly one: number;
  readonly bivalent: number;
  /** Of the bivalent ones, those without a decision, and those with two. */
  readonly bivalentUndecided: number;
  readonly conflicted: number;
  readonly blocked: number;
  readonly open: number;
  readonly critical: number;
  readonly hooks: number;
  /** Of the hooks, those whose two events are at different processes; Lemma 1 excludes them. */
  readonly hooksAcross: number;
  /** For each process, the hooks whose event is at it. */
  readonly hooksAtProcess: readonly number[];
  readonly bivalentInitial: number;
  readonly diamonds: { readonly checked: number; readonly failed: number };
  readonly lemma3: Lemma3Count;
  /** For each process: configurations in which the others can do no more once it has stopped. */
  readonly stuckIfStops: readonly number[];
}

export interface ClassifyProgress {
  readonly stage: 'explore' | 'label' | 'stop one' | 'shapes' | 'lemma 3' | 'hand over';
  /** Found so far; in all stages but the first that is all of them. */
  readonly configurations: number;
  /** Of which so many are done with, where the stage goes through them in order. */
  readonly done: number;
}

/** More take too much memory for a page, and more seconds than a reader waits. */
export const MOST_CLASSIFIED = 500_000;

/** Explores a protocol and says of every configuration what can become of it, with reports on the way. */
export function* analyseProtocol(
  protocol: Protocol,
  options?: GraphOptions,
): Generator<ClassifyProgress, Analysis, void> {
  const graph = yield* reporting(
    explore(protocol, { most: MOST_CLASSIFIED, ...options }),
    ({ configurations }) => ({ stage: 'explore', configurations, done: configurations }),
  );
  const configurations = graph.keys.length;
  return yield* reporting(analyseIn(graph), () => ({ stage: 'label', configurations, done: 0 }));
}

/** The same, and what can become of each when one process has stopped. */
export function* analyseWithout(
  protocol: Protocol,
  options?: GraphOptions,
): Generator<ClassifyProgress, Analysis, void> {
  const analysis = yield* analyseProtocol(protocol, options);
  const configurations = analysis.graph.keys.length;
  const without = yield* reporting(withoutEachIn(analysis), () => ({
    stage: 'stop one',
    configurations,
    done: 0,
  }));
  return { ...analysis, without };
}

/** Explores a protocol and counts everything, with reports on the way. */
export function* classify(
  protocol: Protocol,
  options?: GraphOptions,
): Generator<ClassifyProgress, { analysis: Analysis; counts: Classification }, void> {
  const analysis = yield* analyseProtocol(protocol, options);
  const { graph } = analysis;
  const configurations = graph.keys.length;
  const sets = yield* reporting(countValues(analysis), (done) => ({
    stage: 'label',
    configurations,
    done,
  }));
  const shapes = yield* reporting(countShapes(analysis), (done) => ({
    stage: 'shapes',
    configurations,
    done,
  }));
  const lemma3 = yield* reporting(countLemma3(analysis), (done) => ({
    stage: 'lemma 3',
    configurations,
    done,
  }));
  const counts = {
    configurations,
    edges: graph.targets.length,
    ...sets,
    ...shapes,
    bivalentInitial: bivalentRoots(analysis).length,
    lemma3,
  };
  return { analysis, counts };
}

function* reporting<Step, Result>(
  work: Generator<Step, Result, void>,
  report: (step: Step) => ClassifyProgress,
): Generator<ClassifyProgress, Result, void> {
  let next = work.next();
  for (; !next.done; next = work.next()) yield report(next.value);
  return next.value;
}

/** All at once. */
export const classified = (protocol: Protocol, options?: GraphOptions) =>
  inOneGo(classify(protocol, options));

function* countValues(analysis: Analysis, slice = 2000) {
  const { values, graph } = analysis;
  const sets = [0, 0, 0, 0];
  let [bivalentUndecided, conflicted] = [0, 0];
  for (let node = 0; node < values.length; node += 1) {
    if (node % slice === slice - 1) yield node;
    sets[values[node]!]! += 1;
    if (isOpenQuestion(analysis, node)) bivalentUndecided += 1;
    else if (label(analysis, node) === 'conflicted') conflicted += 1;
  }
  const bounded = graph.machine.protocol.bounded ?? false;
  return {
    zero: sets[ZERO]!,
    one: sets[ONE]!,
    bivalent: sets[BOTH]!,
    bivalentUndecided,
    conflicted,
    blocked: bounded ? 0 : sets[0]!,
    open: bounded ? sets[0]! : 0,
  };
}

function* countShapes(analysis: Analysis, slice = 25) {
  const { graph } = analysis;
  const { machine } = graph;
  const stuckIfStops = Array.from({ length: machine.processes }, () => 0);
  const hooksAtProcess = stuckIfStops.slice();
  let [critical, hooksAcross, checked, failed] = [0, 0, 0, 0];
  const seeHook = ({ event, other }: Hook) => {
    hooksAtProcess[machine.processOf(event)]! += 1;
    if (machine.processOf(event) !== machine.processOf(other)) hooksAcross += 1;
  };
  for (let node = 0; node < graph.keys.length; node += 1) {
    if (node % slice === slice - 1) yield node;
    if (isCritical(analysis, node)) critical += 1;
    for (const hook of hooksAt(analysis, node)) seeHook(hook);
    const diamonds = diamondsAt(graph, node);
    checked += diamonds.checked;
    failed += diamonds.failed;
    for (let p = 0; p < machine.processes; p += 1) {
      if (isStuckWithout(analysis, node, p)) stuckIfStops[p]! += 1;
    }
  }
  const hooks = hooksAtProcess.reduce((sum, n) => sum + n, 0);
  return {
    critical,
    hooks,
    hooksAcross,
    hooksAtProcess,
    diamonds: { checked, failed },
    stuckIfStops,
  };
}
