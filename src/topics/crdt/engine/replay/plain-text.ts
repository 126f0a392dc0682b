import type { Delete, Doc, Id, Insert, Operation, Origins, Place } from '../algorithm.ts';
import { laterFirst } from '../plain/causal-tree.ts';
import { laterRightOriginFirst } from '../plain/fugue-max.ts';
import type { Scan } from '../plain/list.ts';
import { scanRga } from '../plain/rga.ts';
import {
  type ChooseSide,
  type Compare,
  freeSide,
  lowerFirst,
  rankAmong,
  rightSide,
} from '../plain/tree.ts';
import { scanYata } from '../plain/yata.ts';
import type { Delivery } from '../replica.ts';
import { BlockList, Item } from './block-list.ts';

/** In the order in which an article meets them. */
export const ALGORITHM_IDS = ['causal-tree', 'rga', 'yata', 'fugue', 'fugue-max'] as const;

export type AlgorithmId = (typeof ALGORITHM_IDS)[number];

/** The rules of the plain engines, as they are: trees by their siblings, lists by a scan. */
type Rules = { readonly choose: ChooseSide; readonly compare: Compare } | { readonly scan: Scan };

const RULES: Readonly<Record<AlgorithmId, Rules>> = {
  'causal-tree': { choose: rightSide, compare: laterFirst },
  rga: { scan: scanRga },
  yata: { scan: scanYata },
  fugue: { choose: freeSide, compare: lowerFirst },
  'fugue-max': { choose: freeSide, compare: laterRightOriginFirst },
};

/**
 * A document that changes in place, by the rules of a plain engine. It has every
 * element as that has it; what differs is that nothing is copied and no tree is
 * walked through, so that it can replay what somebody typed for a week.
 */
export class PlainText {
  readonly #rules: Rules;
  readonly #replica: number;
  readonly #send: ((operation: Operation) => void) | null;
  readonly #list = new BlockList();
  readonly #seen: number[] = [];
  /** The right children of the root. */
  readonly #top: Item[] = [];
  /** The highest Lamport time seen. */
  clock = 0;

  constructor(
    algorithm: AlgorithmId,
    replica: number,
    send: ((operation: Operation) => void) | null = null,
  ) {
    this.#rules = RULES[algorithm];
    this.#replica = replica;
    this.#send = send;
  }

  /** Visible letters. */
  get length(): number {
    return this.#list.visible;
  }

  /** Types a text at an index, which must be there, one code point an element. */
  insert(at: number, text: string): void {
    let after = at === 0 ? null : this.#list.shown(at - 1).id;
    for (const value of text) {
      const insert: Insert = { kind: 'insert', ...this.#next(), value, ...this.#place(after) };
      this.#author(insert);
      after = insert.id;
    }
  }

  /** Deletes so many elements from an index on, which must be there. */
  delete(at: number, count: number): void {
    for (let i = 0; i < count; i++) {
      this.#author({ kind: 'delete', ...this.#next(), target: this.#list.shown(at).id });
    }
  }

  /** What was applied before is a duplicate; what is early has to be tried again later. */
  apply(operation: Operation): Delivery {
    const { id, time } = operation;
    const seen = this.#seen[id.replica] ?? 0;
    if (id.counter <= seen) return 'duplicate';
    if (id.counter > seen + 1 || !this.#isKnown(operation)) return 'early';
    if (operation.kind === 'insert') this.#integrate(operation);
    else this.#list.bury(this.#list.get(operation.target)!);
    this.#seen[id.replica] = id.counter;
    this.clock = Math.max(this.clock, time);
    return 'applied';
  }

  text(): string {
    const values: string[] = [];
    for (const { deleted, value } of this.#list) if (!deleted) values.push(value);
    return values.join('');
  }

  /** Every element in list order, as the plain engine of the same name has it. */
  elements(): Doc {
    return [...this.#list].map(({ left: _, right: __, block: ___, ...element }) => element);
  }

  #next(): { readonly id: Id; readonly time: number } {
    const counter = (this.#seen[this.#replica] ?? 0) + 1;
    return { id: { replica: this.#replica, counter }, time: this.clock + 1 };
  }

  #author(operation: Insert | Delete): void {
    this.apply(operation);
    this.#send?.(operation);
  }

  #isKnown(operation: Operation): boolean {
    const known = (id: Id | null) => id === null || this.#list.get(id) !== undefined;
    if (operation.kind === 'delete') return known(operation.target);
    return known(operation.leftOrigin) && known(operation.rightOrigin) && known(operation.parent);
  }

  #place(after: Id | null): Place {
    const list = this.#list;
    const index = after === null ? 0 : list.indexOf(after) + 1;
    const rightOrigin = index < list.length ? list.at(index).id : null;
    const origins: Origins = { leftOrigin: after, rightOrigin };
    if ('scan' in this.#rules) return rightSide(origins, null);
    const [first = null] = after === null ? this.#top : list.get(after)!.right;
    return this.#rules.choose(origins, first);
  }

  #integrate(insert: Insert): void {
    const rules = this.#rules;
    const item = new Item(insert);
    if ('scan' in rules) {
      this.#list.insert(rules.scan(this.#list, insert).index, item);
      return;
    }
    const { parent, side } = insert;
    const siblings = parent === null ? this.#top : this.#list.get(parent)![side];
    const { index: rank } = rankAmong(siblings, this.#list, insert, rules.compare);
    this.#list.insert(this.#indexAmong(siblings, rank, insert), item);
    siblings.splice(rank, 0, item);
  }

  /** Behind all that is below the sibling before, or beside the parent. */
  #indexAmong(siblings: readonly Item[], rank: number, { parent, side }: Insert): number {
    const list = this.#list;
    if (side === 'right') {
      if (rank === 0) return parent === null ? 0 : list.indexOf(parent) + 1;
      let last = siblings[rank - 1]!;
      while (last.right.length > 0) last = last.right.at(-1)!;
      return list.indexOf(last.id) + 1;
    }
    if (rank === siblings.length) return list.indexOf(parent!);
    let first = siblings[rank]!;
    while (first.left.length > 0) first = first.left[0]!;
    return list.indexOf(first.id);
  }
}
