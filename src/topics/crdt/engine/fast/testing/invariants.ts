import { keyOf } from '../../algorithm.ts';
import type { FastText } from '../document.ts';
import type { Run } from '../run.ts';
import type { Node } from '../run-index.ts';

/** What is wrong with the index or with the map from ids to runs, in words; usually nothing. */
export function faultsOf({ letters, order }: FastText): readonly string[] {
  const faults: string[] = [];
  const runs: Run[] = [];
  const depths = new Set<number>();
  const visit = (node: Node, depth: number): void => {
    const sums = { visible: 0, total: 0, earliest: Infinity };
    for (const run of node.runs) {
      runs.push(run);
      if (run.leaf !== node) faults.push(`${nameOf(run)} does not know its leaf`);
      if (run.length < 1) faults.push(`${nameOf(run)} is empty`);
      sums.visible += run.deleted ? 0 : run.length;
      sums.total += run.length;
      sums.earliest = Math.min(sums.earliest, run.counter + run.lag);
    }
    for (const child of node.children) {
      visit(child, depth + 1);
      if (child.parent !== node) faults.push('a node does not know its parent');
      sums.visible += child.visible;
      sums.total += child.total;
      sums.earliest = Math.min(sums.earliest, child.earliest);
    }
    if (node.children.length === 0) depths.add(depth);
    const right = node.visible === sums.visible && node.total === sums.total;
    if (!right)
      faults.push(`sums ${node.visible}/${node.total}, not ${sums.visible}/${sums.total}`);
    if (sums.total > 0 && node.earliest !== sums.earliest) faults.push('the earliest is another');
  };
  visit(letters.index.root, 0);
  if (depths.size !== 1) faults.push('the leaves are not equally deep');
  const listed = [...letters.index];
  if (listed.some((run, i) => run !== runs[i]) || listed.length !== runs.length) {
    faults.push('the list of the leaves is not the order of the tree');
  }
  return [
    ...faults,
    ...faultsOfNeighbours(runs, letters),
    ...faultsOfMap(runs, letters),
    ...(order.id === 'fugue' ? faultsOfSides(runs) : []),
  ];
}

/** Fugue asks a run whether its first letter has a left child, and its last a right one. */
function faultsOfSides(runs: readonly Run[]): string[] {
  const taken = { left: new Set<string>(), right: new Set<string>() };
  for (const { parent, side } of runs) taken[side].add(keyOf(parent));
  return runs.flatMap((run) => {
    const { replica, counter, length, leftTaken, rightTaken } = run;
    const faults: string[] = [];
    const left = taken.left.has(keyOf({ replica, counter }));
    if (leftTaken !== left) faults.push(`${nameOf(run)} is wrong about its left`);
    const right = taken.right.has(keyOf({ replica, counter: counter + length - 1 }));
    if (rightTaken !== right) faults.push(`${nameOf(run)} is wrong about its right`);
    for (let i = 1; i < length; i++) {
      if (taken.left.has(keyOf({ replica, counter: counter + i }))) {
        faults.push(`${nameOf(run)} has a left child within`);
      }
    }
    return faults;
  });
}

function faultsOfNeighbours(runs: readonly Run[], letters: FastText['letters']): string[] {
  const faults: string[] = [];
  for (const [i, run] of runs.entries()) {
    const { index } = letters;
    const [before, after] = [runs[i - 1] ?? null, runs[i + 1] ?? null];
    if (index.previous(run) !== before) faults.push(`before ${nameOf(run)} is another run`);
    if (index.next(run) !== after) faults.push(`behind ${nameOf(run)} is another run`);
    if (before && !(index.compare(before, run) < 0 && index.compare(run, before) > 0)) {
      faults.push(`${nameOf(before)} does not compare as before ${nameOf(run)}`);
    }
  }
  return faults;
}

function faultsOfMap(runs: readonly Run[], letters: FastText['letters']): string[] {
  const faults: string[] = [];
  const known = new Set<string>();
  for (const run of runs) {
    for (let i = 0; i < run.length; i++) {
      const id = { replica: run.replica, counter: run.counter + i };
      if (known.has(keyOf(id))) faults.push(`${keyOf(id)} is there twice`);
      known.add(keyOf(id));
      if (letters.runOf(id) !== run) faults.push(`${keyOf(id)} is looked up in another run`);
    }
  }
  for (let replica = 0; replica < letters.replicas; replica++) {
    const { seen } = letters.author(replica);
    for (let counter = 0; counter <= seen + 1; counter++) {
      const id = { replica, counter };
      if (letters.runOf(id) && !known.has(keyOf(id))) faults.push(`${keyOf(id)} is in no run`);
    }
  }
  return faults;
}

const nameOf = (run: Run) => `the run ${run.replica}.${run.counter}+${run.length}`;
