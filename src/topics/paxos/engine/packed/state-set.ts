/** What `insert` says instead of a new state's number. */
export const SEEN = -1;
export const FULL = -2;

export interface SetLimits {
  readonly maxStates: number;
  readonly maxBytes: number;
}

const CHUNK_BITS = 15;
const CHUNK = 2 ** CHUNK_BITS;
const SEGMENT_BITS = 8;
const FIRST_SLOTS = 16;
/** An entry is the state's hash, and its number plus one; zero is an empty slot. */
const ENTRY = 2;

/**
 * A set of states of a few 32-bit words each, numbered in the order they came, each
 * with the number of the state it came from. All in typed arrays. The hash table is
 * in 256 segments that grow one at a time, and states lie in chunks that never move,
 * so that no insertion takes long, however many there are.
 */
export class StateSet {
  /** How many states there are. */
  size = 0;
  /** Bytes of all arrays. */
  bytes = 0;
  /** Table entries moved by growing, ever: work that does not show in `size`. */
  moved = 0;

  readonly words: number;
  readonly #limits: SetLimits;
  readonly #chunks: Int32Array[] = [];
  readonly #parents: Int32Array[] = [];
  readonly #segments: Int32Array[] = [];
  readonly #filled = new Int32Array(2 ** SEGMENT_BITS);

  constructor(words: number, limits: SetLimits) {
    this.words = words;
    this.#limits = limits;
    for (let i = 0; i < 2 ** SEGMENT_BITS; i += 1) this.#segments.push(this.#slots(FIRST_SLOTS));
  }

  /**
   * Adds the state in `key`, reached from the state numbered `parent`. Returns its new
   * number; `SEEN` if it is there already; `FULL` if it is not and a limit keeps it out.
   */
  insert(key: Int32Array, parent: number): number {
    const { words } = this;
    const hash = hashOf(key, words);
    const segment = hash >>> (32 - SEGMENT_BITS);
    const table = this.#segments[segment]!;
    const mask = table.length / ENTRY - 1;
    let slot = hash & mask;
    for (;;) {
      const number = table[slot * ENTRY + 1]! - 1;
      if (number < 0) break;
      if (table[slot * ENTRY] === hash) {
        const chunk = this.#chunks[number >>> CHUNK_BITS]!;
        const at = (number & (CHUNK - 1)) * words;
        let same = 0;
        while (same < words && chunk[at + same] === key[same]) same += 1;
        if (same === words) return SEEN;
      }
      slot = (slot + 1) & mask;
    }
    const number = this.size;
    if (number >= this.#limits.maxStates || !this.#roomFor(number)) return FULL;
    const chunk = this.#chunks[number >>> CHUNK_BITS]!;
    const at = (number & (CHUNK - 1)) * words;
    for (let w = 0; w < words; w += 1) chunk[at + w] = key[w]!;
    this.#parents[number >>> CHUNK_BITS]![number & (CHUNK - 1)] = parent;
    table[slot * ENTRY] = hash;
    table[slot * ENTRY + 1] = number + 1;
    this.size = number + 1;
    const filled = this.#filled[segment]! + 1;
    this.#filled[segment] = filled;
    if (filled * 10 > (mask + 1) * 7) this.#grow(segment);
    return number;
  }

  /** The array that holds a state; it begins at `offsetOf`. */
  chunkOf(number: number): Int32Array {
    return this.#chunks[number >>> CHUNK_BITS]!;
  }

  offsetOf(number: number): number {
    return (number & (CHUNK - 1)) * this.words;
  }

  /** The state it was first reached from; -1 for the first of all. */
  parentOf(number: number): number {
    return this.#parents[number >>> CHUNK_BITS]![number & (CHUNK - 1)]!;
  }

  #roomFor(number: number): boolean {
    if (this.bytes > this.#limits.maxBytes) return false;
    if (number >>> CHUNK_BITS < this.#chunks.length) return true;
    const more = CHUNK * (this.words + 1) * Int32Array.BYTES_PER_ELEMENT;
    if (this.#chunks.length > 0 && this.bytes + more > this.#limits.maxBytes) return false;
    this.#chunks.push(new Int32Array(CHUNK * this.words));
    this.#parents.push(new Int32Array(CHUNK));
    this.bytes += more;
    return true;
  }

  #slots(count: number): Int32Array {
    const table = new Int32Array(count * ENTRY);
    this.bytes += table.byteLength;
    return table;
  }

  #grow(segment: number): void {
    const old = this.#segments[segment]!;
    const wide = this.#slots((old.length / ENTRY) * 2);
    this.bytes -= old.byteLength;
    const mask = wide.length / ENTRY - 1;
    for (let i = 0; i < old.length; i += ENTRY) {
      if (old[i + 1] === 0) continue;
      let slot = old[i]! & mask;
      while (wide[slot * ENTRY + 1] !== 0) slot = (slot + 1) & mask;
      wide[slot * ENTRY] = old[i]!;
      wide[slot * ENTRY + 1] = old[i + 1]!;
    }
    this.#segments[segment] = wide;
    this.moved += old.length / ENTRY;
  }
}

/** Mixes every bit into every other, after MurmurHash3's finalizer. */
function hashOf(key: Int32Array, words: number): number {
  let hash = 0x2f0b_4c47;
  for (let w = 0; w < words; w += 1) {
    hash = Math.imul(hash ^ key[w]!, 0x85eb_ca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2_ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x27d4_eb2f);
  return hash ^ (hash >>> 16);
}
