/**
 * How the parts of a state lie in 32-bit words. A part is never split between
 * two words, so that one changed part changes one word.
 */
export interface Layout {
  readonly words: number;
  /** By part: which word holds it, and how far from its low end. */
  readonly word: readonly number[];
  readonly shift: readonly number[];
  readonly mask: readonly number[];
}

/** How many bits tell `count` things apart. */
export function bitsFor(count: number): number {
  return 32 - Math.clz32(count - 1);
}

/** The first word with room for it takes each part. Null where a part is wider than a word. */
export function layoutOf(widths: readonly number[]): Layout | null {
  const used: number[] = [];
  const word: number[] = [];
  const shift: number[] = [];
  for (const width of widths) {
    if (width > 32) return null;
    const room = used.findIndex((bits) => bits + width <= 32);
    const at = room < 0 ? used.length : room;
    word.push(at);
    shift.push(used[at] ?? 0);
    used[at] = (used[at] ?? 0) + width;
  }
  const mask = widths.map((width) => (width === 32 ? -1 : (1 << width) - 1));
  return { words: used.length, word, shift, mask };
}

/** Parts to words. */
export function pack(layout: Layout, parts: Int32Array, key: Int32Array): void {
  const { words, word, shift } = layout;
  for (let w = 0; w < words; w += 1) key[w] = 0;
  for (let part = 0; part < parts.length; part += 1) {
    key[word[part]!]! |= parts[part]! << shift[part]!;
  }
}

/** Words, from an offset on, to parts. */
export function unpack(layout: Layout, from: Int32Array, offset: number, parts: Int32Array): void {
  const { word, shift, mask } = layout;
  for (let part = 0; part < parts.length; part += 1) {
    parts[part] = (from[offset + word[part]!]! >>> shift[part]!) & mask[part]!;
  }
}
