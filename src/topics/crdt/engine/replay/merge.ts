import { type Algorithm, keyOf, textOf } from '../algorithm.ts';
import { brokenAdjacencies } from '../broken-pairs.ts';
import type { Network, Replica } from '../replica.ts';
import { playAll, type Script } from '../script.ts';
import { authorSwitches, concurrentLetters } from '../switches.ts';
import { treeText } from './tree-text.ts';

/** How a story ends. */
export interface Merged {
  /** By the replicas' names. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whether all those who have seen the same operations have the same list. */
  readonly converged: boolean;
  /** Of the replica that has seen most, the first listed of several: see `treeText`. */
  readonly tree: string;
  /** There too: how often the author changes, among letters typed while others typed. */
  readonly switches: number;
  /** The most needlessly broken pairs that any replica had at any time. */
  readonly brokenAdjacencies: number;
}

/**
 * Plays a story by the plain engine and measures what comes of it. Pairs are
 * counted in every list that any replica has on the way, tombstones included: a
 * pair may be broken where half a word has arrived, and excused in the end.
 * Throws with the number of the step that cannot be taken.
 */
export function merge(algorithm: Algorithm, script: Script): Merged {
  let broken = 0;
  const watched: Algorithm = {
    ...algorithm,
    integrate(doc, insert) {
      const integrated = algorithm.integrate(doc, insert);
      broken = Math.max(broken, brokenAdjacencies(integrated.doc));
      return integrated;
    },
  };
  const network = playAll(watched, script);
  const { replicas } = network;
  const { doc, log } = replicas.reduce((a, b) => (total(b) > total(a) ? b : a));
  return {
    texts: Object.fromEntries(script.replicas.map((name, r) => [name, textOf(replicas[r]!.doc)])),
    converged: hasConverged(network),
    tree: treeText(doc),
    switches: authorSwitches(concurrentLetters(doc, log)).switches,
    brokenAdjacencies: broken,
  };
}

const total = ({ seen }: Replica) => seen.reduce((sum, count) => sum + count, 0);

function hasConverged({ replicas }: Network): boolean {
  const lists = new Map<string, string>();
  return replicas.every(({ seen, doc }) => {
    const list = doc.map(({ id, deleted }) => `${keyOf(id)}${deleted ? '†' : ''}`).join(' ');
    const other = lists.get(`${seen}`) ?? list;
    lists.set(`${seen}`, list);
    return other === list;
  });
}
