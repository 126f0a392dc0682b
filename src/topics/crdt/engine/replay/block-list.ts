import { type Element, type Id, keyOf, type List, type Side } from '../algorithm.ts';

/** Elements in a block, at most; then it is cut in two. */
const MOST = 512;

/** An element that stays where it is put, and is marked where it is. */
export class Item implements Element {
  readonly id: Id;
  readonly time: number;
  readonly value: string;
  readonly leftOrigin: Id | null;
  readonly rightOrigin: Id | null;
  readonly parent: Id | null;
  readonly side: Side;
  deleted = false;
  /** Its children, in order, if the algorithm is a tree. */
  readonly left: Item[] = [];
  readonly right: Item[] = [];
  block: Block | null = null;

  constructor(insert: Omit<Element, 'deleted'>) {
    this.id = insert.id;
    this.time = insert.time;
    this.value = insert.value;
    this.leftOrigin = insert.leftOrigin;
    this.rightOrigin = insert.rightOrigin;
    this.parent = insert.parent;
    this.side = insert.side;
  }
}

interface Block {
  items: Item[];
  visible: number;
  /** Its place among the blocks. */
  place: number;
}

/**
 * A list in blocks. Somebody who types stays in one place for a while, so every
 * search goes outward from the block in which the last one ended.
 */
export class BlockList implements List {
  readonly #blocks: Block[] = [{ items: [], visible: 0, place: 0 }];
  readonly #byId: (Item | undefined)[][] = [];
  length = 0;
  visible = 0;
  /** The block of the last search, and what is before it. */
  #here = this.#blocks[0]!;
  #before = 0;
  #shownBefore = 0;

  at(index: number): Item {
    while (index < this.#before) this.#back();
    while (index >= this.#before + this.#here.items.length) this.#forth();
    return this.#here.items[index - this.#before]!;
  }

  indexOf(id: Id): number {
    const item = this.get(id);
    if (!item) throw new Error(`There is no element ${keyOf(id)} in this document.`);
    const block = item.block!;
    while (block.place < this.#here.place) this.#back();
    while (block.place > this.#here.place) this.#forth();
    return this.#before + block.items.indexOf(item);
  }

  get(id: Id): Item | undefined {
    return this.#byId[id.replica]?.[id.counter];
  }

  /** The visible element at an index, which must be there. */
  shown(at: number): Item {
    while (at < this.#shownBefore) this.#back();
    while (at >= this.#shownBefore + this.#here.visible) this.#forth();
    let rest = at - this.#shownBefore;
    return this.#here.items.find((item) => !item.deleted && rest-- === 0)!;
  }

  insert(index: number, item: Item): void {
    while (index < this.#before) this.#back();
    while (index > this.#before + this.#here.items.length) this.#forth();
    const block = this.#here;
    block.items.splice(index - this.#before, 0, item);
    block.visible += 1;
    item.block = block;
    this.length += 1;
    this.visible += 1;
    const { replica, counter } = item.id;
    while (this.#byId.length <= replica) this.#byId.push([]);
    this.#byId[replica]![counter] = item;
    if (block.items.length > MOST) this.#cut(block);
  }

  bury(item: Item): void {
    if (item.deleted) return;
    item.deleted = true;
    item.block!.visible -= 1;
    this.visible -= 1;
    if (item.block!.place < this.#here.place) this.#shownBefore -= 1;
  }

  *[Symbol.iterator](): Generator<Item, void, void> {
    for (const { items } of this.#blocks) yield* items;
  }

  #back(): void {
    this.#here = this.#blocks[this.#here.place - 1]!;
    this.#before -= this.#here.items.length;
    this.#shownBefore -= this.#here.visible;
  }

  #forth(): void {
    this.#before += this.#here.items.length;
    this.#shownBefore += this.#here.visible;
    this.#here = this.#blocks[this.#here.place + 1]!;
  }

  #cut(block: Block): void {
    const items = block.items.splice(MOST / 2);
    const behind: Block = { items, visible: 0, place: 0 };
    for (const item of items) {
      item.block = behind;
      if (!item.deleted) behind.visible += 1;
    }
    block.visible -= behind.visible;
    this.#blocks.splice(block.place + 1, 0, behind);
    for (const [place, each] of this.#blocks.entries()) each.place = place;
  }
}
