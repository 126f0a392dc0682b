import type { Run } from './run.ts';

/** Children of a branch, or runs of a leaf. Of some powers of two this was the fastest. */
const MOST = 32;
/** Later than anything, for a node with nothing in it. */
const NEVER = 2 ** 30;

/**
 * A leaf has runs, a branch has children; all leaves are equally deep. One class
 * for both, so that the loops below only ever meet one shape of object.
 */
export class Node {
  parent: Node | null = null;
  readonly children: Node[] = [];
  readonly runs: Run[] = [];
  /** Letters below, without tombstones. */
  visible = 0;
  /** Letters below, tombstones included. */
  total = 0;
  /** The lowest Lamport time below. */
  earliest = NEVER;
  /** The leaves are also a list. */
  next: Node | null = null;
  previous: Node | null = null;
}

/**
 * The runs in list order, as a B-tree that knows how many letters are below each
 * of its nodes. Runs come and are joined; no letter ever goes, so no leaf does.
 */
export class RunIndex {
  root = new Node();
  /** Where `find` arrived: the letters of the run before the one asked for. */
  offset = 0;

  get visible(): number {
    return this.root.visible;
  }

  get total(): number {
    return this.root.total;
  }

  first(): Run | null {
    let node = this.root;
    while (node.children.length > 0) node = node.children[0]!;
    return node.runs[0] ?? null;
  }

  last(): Run | null {
    let node = this.root;
    while (node.children.length > 0) node = node.children.at(-1)!;
    return node.runs.at(-1) ?? null;
  }

  next(run: Run): Run | null {
    const leaf = run.leaf!;
    return leaf.runs[leaf.runs.indexOf(run) + 1] ?? leaf.next?.runs[0] ?? null;
  }

  previous(run: Run): Run | null {
    const leaf = run.leaf!;
    return leaf.runs[leaf.runs.indexOf(run) - 1] ?? leaf.previous?.runs.at(-1) ?? null;
  }

  /** The run with the visible letter at an index, which must be there; its place is in `offset`. */
  find(at: number): Run {
    let node = this.root;
    let rest = at;
    while (node.children.length > 0) {
      const { children } = node;
      let i = 0;
      while (rest >= children[i]!.visible) rest -= children[i++]!.visible;
      node = children[i]!;
    }
    for (const run of node.runs) {
      if (run.deleted) continue;
      if (rest < run.length) {
        this.offset = rest;
        return run;
      }
      rest -= run.length;
    }
    throw new RangeError(`There is no letter ${at} among ${this.visible}.`);
  }

  /** Visible letters before a run. */
  visibleBefore(run: Run): number {
    let count = 0;
    for (const other of run.leaf!.runs) {
      if (other === run) break;
      if (!other.deleted) count += other.length;
    }
    for (let node = run.leaf!; node.parent; node = node.parent) {
      for (const sibling of node.parent.children) {
        if (sibling === node) break;
        count += sibling.visible;
      }
    }
    return count;
  }

  /** Puts a run behind another one, or at the start. */
  insertAfter(before: Run | null, run: Run): void {
    let leaf = before === null ? this.#firstLeaf() : before.leaf!;
    let at = before === null ? 0 : leaf.runs.indexOf(before) + 1;
    if (leaf.runs.length === MOST) {
      const behind = this.#split(leaf, at);
      if (at > leaf.runs.length || leaf.runs.length === MOST) {
        at -= leaf.runs.length;
        leaf = behind;
      }
    }
    insertInto(leaf.runs, at, run);
    run.leaf = leaf;
    this.changed(run, run.deleted ? 0 : run.length, run.length);
    const time = run.counter + run.lag;
    for (let node: Node | null = leaf; node && time < node.earliest; node = node.parent) {
      node.earliest = time;
    }
  }

  /** Takes a run out of its leaf, which has others, and which keeps its letters in one of them. */
  remove(run: Run): void {
    const { runs } = run.leaf!;
    runs.splice(runs.indexOf(run), 1);
    run.leaf = null;
  }

  /** Counts letters that have come into a run or, as far as they show, gone from it. */
  changed(run: Run, visible: number, total: number): void {
    for (let node = run.leaf; node; node = node.parent) {
      node.visible += visible;
      node.total += total;
    }
  }

  /** Less than 0 if the first run stands before the second, 0 if they are one. */
  compare(a: Run, b: Run): number {
    let [x, y] = [a.leaf!, b.leaf!];
    if (x === y) return x.runs.indexOf(a) - x.runs.indexOf(b);
    while (x.parent !== y.parent) [x, y] = [x.parent!, y.parent!];
    const siblings = x.parent!.children;
    return siblings.indexOf(x) - siblings.indexOf(y);
  }

  /** The first run behind another one that begins at a time or before it, if there is one. */
  nextNotAfter(run: Run | null, time: number): Run | null {
    if (run === null) return earliestIn(this.root, time);
    const { runs } = run.leaf!;
    for (let i = runs.indexOf(run) + 1; i < runs.length; i++) {
      if (begins(runs[i]!) <= time) return runs[i]!;
    }
    for (let node = run.leaf!; node.parent; node = node.parent) {
      const { children } = node.parent;
      for (let i = children.indexOf(node) + 1; i < children.length; i++) {
        if (children[i]!.earliest <= time) return earliestIn(children[i]!, time);
      }
    }
    return null;
  }

  *[Symbol.iterator](): Generator<Run, void, void> {
    for (let leaf: Node | null = this.#firstLeaf(); leaf; leaf = leaf.next) yield* leaf.runs;
  }

  #firstLeaf(): Node {
    let node = this.root;
    while (node.children.length > 0) node = node.children[0]!;
    return node;
  }

  /**
   * Makes room in a full leaf and in every full node above it; the new leaf is
   * returned. One that is filled from the left, as by typing, stays full.
   */
  #split(leaf: Node, at: number): Node {
    const right = halve(leaf, at === MOST ? MOST : MOST / 2);
    right.next = leaf.next;
    right.previous = leaf;
    if (right.next) right.next.previous = right;
    leaf.next = right;
    let [below, added] = [leaf, right];
    for (;;) {
      const { parent } = below;
      if (parent === null) {
        this.root = rootOver(below, added);
        return right;
      }
      const place = parent.children.indexOf(below) + 1;
      insertInto(parent.children, place, added);
      added.parent = parent;
      if (parent.children.length <= MOST) return right;
      [below, added] = [parent, halve(parent, place > MOST ? MOST : MOST / 2)];
    }
  }
}

function begins(run: Run): number {
  return run.counter + run.lag;
}

function earliestIn(from: Node, time: number): Run | null {
  if (from.earliest > time) return null;
  let node = from;
  while (node.children.length > 0) node = node.children.find((child) => child.earliest <= time)!;
  return node.runs.find((run) => begins(run) <= time)!;
}

function insertInto<T>(list: T[], at: number, item: T): void {
  list.push(item);
  for (let i = list.length - 1; i > at; i--) list[i] = list[i - 1]!;
  list[at] = item;
}

/** A node with what is behind the first so many, which stay. The parent has yet to hear of it. */
function halve(node: Node, keep: number): Node {
  const right = new Node();
  right.runs.push(...node.runs.splice(keep));
  right.children.push(...node.children.splice(keep));
  for (const run of right.runs) run.leaf = right;
  for (const child of right.children) child.parent = right;
  sumUp(node);
  sumUp(right);
  return right;
}

function rootOver(left: Node, right: Node): Node {
  const root = new Node();
  root.children.push(left, right);
  left.parent = root;
  right.parent = root;
  sumUp(root);
  return root;
}

function sumUp(node: Node): void {
  [node.visible, node.total, node.earliest] = [0, 0, NEVER];
  for (const run of node.runs) {
    node.visible += run.deleted ? 0 : run.length;
    node.total += run.length;
    node.earliest = Math.min(node.earliest, begins(run));
  }
  for (const child of node.children) {
    node.visible += child.visible;
    node.total += child.total;
    node.earliest = Math.min(node.earliest, child.earliest);
  }
}
