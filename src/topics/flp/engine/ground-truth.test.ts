import { expect, test } from 'vitest';
import { isCritical, successor } from './analysis.ts';
import { classified } from './classify.ts';
import { configurationOf, keyOf } from './graph.ts';
import { hooksAt } from './pairs.ts';
import { type Choice, PROTOCOLS, protocolOf } from './protocols/index.ts';
import { TIES } from './protocols/majority-rounds.ts';

/**
 * Counts found by exhaustive search; those of the waiting protocols and of two-phase
 * commit by a second program as well. Of the bivalent configurations some are undecided,
 * and some conflicted. Hooks are given for each process, and so is how often the others
 * are stuck without it; Lemma 3 as pairs for which it holds and fails, and the most
 * events that had to come first.
 */
const TABLE = `
protocol                   N options  configs  edges  zero   one bivalent undec confl critical hooks       initial  lemma3     wait stuck
wait-all                   2 -             28     40    21     7        0     0     0        0 0,0         0        0/0        0    4,4
wait-all                   3 -            640   2040   560    80        0     0     0        0 0,0,0       0        0/0        0    8,8,8
wait-majority              3 -            748   2244   368    80      300    24   168        0 0,0,0       3        144/0      0    0,0,0
leader                     2 -             12      8     6     6        0     0     0        0 0,0         0        0/0        0    4,0
leader                     3 -             40     40    20    20        0     0     0        0 0,0,0       0        0/0        0    8,0,0
two-phase-commit           2 -             26     34    20     6        0     0     0        0 0,0         0        0/0        0    3,2
two-phase-commit-timeout   2 -             34     49    28     2        4     4     0        1 1,0         1        6/4        0    3,0
two-phase-commit           3 -            183    405   168    15        0     0     0        0 0,0,0       0        0/0        0    4,2,2
two-phase-commit-timeout   3 -            243    588   228     4       11    11     0        1 1,0,0       1        32/8       0    4,0,0
three-phase-commit-timeout 2 -             56     95    33     9       14     5     4        0 0,0         1        13/0       2    0,0
three-phase-commit-timeout 3 -            529   1497   327    48      154    16    88        0 0,0,0       1        63/0       4    0,0,0
three-phase-commit-timeout 4 -           4902  19649  3077   232     1593    43  1210        0 0,0,0,0     1        224/0      6    0,0,0,0
initially-dead             2 -             48     72    36    12        0     0     0        0 0,0         0        0/0        0    12,12
initially-dead             3 -          39283 181380 30200  8171      912   912     0       12 544,544,544 3        5640/1644  2    96,96,96
paxos                      2 2            308    466   150   150        8     8     0        2 4,0         2        18/6       2    48,72
paxos                      3 1            680   1664   340   340        0     0     0        0 0,0,0       0        0/0        0    32,0,0
majority-rounds            3 one,2       5236  18339  1382  2642     1212  1212     0        0 0,0,0       3        5532/0     3    0,0,0
majority-rounds            3 one,3      10522  41487  3020  5714     1788  1788     0        0 0,0,0       3        8676/0     4    0,0,0
majority-rounds            3 coin,2      7054  28512  1454  1454     4146  4146     0        0 0,0,0       6        17958/0    3    0,0,0
majority-rounds            3 keep,2      5842  20226  2921  2921        0     0     0        0 0,0,0       0        0/0        0    0,0,0
`;

const [HEAD, ...ROWS] = TABLE.trim()
  .split('\n')
  .map((line) => line.split(/ +/));

test.each(ROWS)('counts of %s of %i with %s', (...row) => {
  const { counts } = classified(protocolOf(choiceIn(row)));
  const { lemma3, stuckIfStops, hooksAtProcess, bivalentUndecided, bivalentInitial } = counts;
  const found: Record<string, unknown> = {
    ...counts,
    configs: counts.configurations,
    undec: bivalentUndecided,
    confl: counts.conflicted,
    hooks: hooksAtProcess.join(),
    initial: bivalentInitial,
    lemma3: `${lemma3.holds}/${lemma3.fails}`,
    wait: lemma3.longest,
    stuck: stuckIfStops.join(),
  };
  const counted = HEAD!.slice(3);
  expect(counted.map((column) => `${column} ${found[column]}`)).toEqual(
    counted.map((column, i) => `${column} ${row[i + 3]}`),
  );
  // Nothing ends without a decision unless somebody stops.
  expect([counts.blocked, counts.open]).toEqual([0, 0]);
});

function choiceIn([protocol, processes, options]: readonly string[]): Choice {
  const [first, lead] = options!.split(',');
  const name = PROTOCOLS.find((known) => known === protocol)!;
  const choice = { name, processes: Number(processes) };
  if (name === 'paxos') return { ...choice, ballots: Number(first) };
  const tie = TIES.find((known) => known === first);
  return tie ? { ...choice, tie, lead: Number(lead) } : choice;
}

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
  const [hook] = graph.keys.flatMap((_, node) => [...hooksAt(analysis, node)]);
  expect(hook).toMatchObject({ node: critical, event: event(0, 'V1'), other: event(0, null) });
});

test('a configuration and its key are the same thing', () => {
  const { graph } = classified(protocolOf({ name: 'wait-all', processes: 2 })).analysis;
  for (const [key, node] of graph.ids) expect(keyOf(configurationOf(graph, node))).toBe(key);
});
