import {
  type Algorithm,
  bury,
  type Element,
  type Insert,
  type List,
  type Step,
} from '../algorithm.ts';
import { between, type Scan, settle } from './list.ts';
import type { Verdict } from './tree.ts';

interface Bounds {
  readonly left: number;
  readonly right: number;
}

/** The places of both origins; the start is -1, the end is the list's length. */
function boundsOf(list: List, { leftOrigin, rightOrigin }: Insert | Element): Bounds {
  return {
    left: leftOrigin === null ? -1 : list.indexOf(leftOrigin),
    right: rightOrigin === null ? list.length : list.indexOf(rightOrigin),
  };
}

function judge(list: List, insert: Insert, bounds: Bounds, other: Element): Verdict | 'inside' {
  const theirs = boundsOf(list, other);
  if (theirs.left < bounds.left) return { rule: 'outside', outcome: 'before' };
  if (theirs.left > bounds.left) return 'inside';
  if (insert.id.replica > other.id.replica) return { rule: 'replica', outcome: 'after' };
  if (theirs.right === bounds.right) return { rule: 'replica', outcome: 'before' };
  return { rule: 'right-origin', outcome: 'undecided' };
}

/** The rule of `yata` below, for any list. */
export const scanYata: Scan = (list, insert) => {
  const steps: Step[] = [];
  const bounds = boundsOf(list, insert);
  let destination = bounds.left + 1;
  let undecided = false;
  for (let i = destination; i < bounds.right; i++) {
    const other = list.at(i);
    const verdict = judge(list, insert, bounds, other);
    if (verdict === 'inside') {
      const outcome = undecided ? 'undecided' : 'after';
      steps.push({ kind: 'compare', with: other.id, rule: 'inside', outcome });
    } else {
      steps.push({ kind: 'compare', with: other.id, ...verdict });
      if (verdict.outcome === 'before') break;
      undecided = verdict.outcome === 'undecided';
    }
    if (!undecided) destination = i + 1;
  }
  return { index: destination, steps };
};

/**
 * YATA as Yjs has it (Nicolaescu and others 2016; Item.integrate in Yjs;
 * josephg/reference-crdts, integrateYjs). Look at what stands between the two
 * origins, left to right. An element with the same left origin is passed if its
 * replica is lower. If it is higher, it ends the search where the right origins
 * are the same, and else leaves open whether it is passed. What has its left
 * origin further right belongs to what was looked at before, and follows it.
 */
export const yata: Algorithm = {
  id: 'yata',
  title: 'YATA',
  tree: false,
  place: between,
  remove: bury,
  integrate: (doc, insert) => settle(doc, insert, scanYata),
};
