/** How an author is told from the others: never by colour alone. */
export interface Author {
  /** From 0. It stays with the author when ids are swapped. */
  readonly place: number;
  readonly name: string;
  /** One letter, for badges and rows of ids. */
  readonly badge: string;
  readonly shape: Shape;
  readonly underline: Underline;
  /** Sets `--author-fill`, `-line`, `-on` and `-word` for what is inside; see AuthorColours. */
  readonly colours: string;
}

export type Shape = 'circle' | 'square' | 'triangle' | 'hexagon' | 'diamond';
export type Underline = 'single' | 'double' | 'wavy' | 'dashed' | 'dotted';

const LOOKS: readonly (readonly [name: string, shape: Shape, underline: Underline])[] = [
  ['Ada', 'circle', 'single'],
  ['Ben', 'square', 'double'],
  ['Cleo', 'triangle', 'wavy'],
  ['Dan', 'hexagon', 'dashed'],
  ['Eve', 'diamond', 'dotted'],
];

/** How many can be told apart. */
export const MOST_AUTHORS = LOOKS.length;

/** The author at a place, by the name usual there or another. Throws beyond the last place. */
export function authorAt(place: number, name?: string): Author {
  const look = LOOKS[place];
  if (!look)
    throw new RangeError(`There is no author ${place}; there are ${MOST_AUTHORS}, from 0.`);
  const [usual, shape, underline] = look;
  const badge = 'ABCDE'[place]!;
  return { place, name: name ?? usual, badge, shape, underline, colours: `author-${place}` };
}

/** The outline of an author's mark around the origin, `size` across. */
export function outline(shape: Shape, size: number): string {
  const r = size / 2;
  const at = (x: number, y: number) => `${short(x * r)} ${short(y * r)}`;
  switch (shape) {
    case 'circle':
      return `M${short(-r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(size)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-size)} 0z`;
    case 'square': {
      const c = short(Math.min(5, size / 6));
      const side = short(size - 2 * Math.min(5, size / 6));
      return `M${short(-r + Math.min(5, size / 6))} ${short(-r)}h${side}a${c} ${c} 0 0 1 ${c} ${c}v${side}a${c} ${c} 0 0 1-${c} ${c}h-${side}a${c} ${c} 0 0 1-${c}-${c}v-${side}a${c} ${c} 0 0 1 ${c}-${c}z`;
    }
    case 'triangle':
      return `M${at(0, -1.08)}L${at(1.12, 0.94)}L${at(-1.12, 0.94)}z`;
    case 'hexagon':
      return `M${at(-1.12, 0)}L${at(-0.58, -1)}L${at(0.58, -1)}L${at(1.12, 0)}L${at(0.58, 1)}L${at(-0.58, 1)}z`;
    case 'diamond':
      return `M${at(0, -1.26)}L${at(1.26, 0)}L${at(0, 1.26)}L${at(-1.26, 0)}z`;
  }
}

/** A tenth of a unit is more than a screen shows, and every digit is sent to every reader. */
export const short = (n: number): number => Math.round(n * 10) / 10;

/** A mark that is wider than high, with the ends of its author's shape. */
export function roundedCapsule(
  shape: Shape,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const [w, h] = [width / 2, height / 2];
  const at = (dx: number, dy: number) => `${short(x + dx)} ${short(y + dy)}`;
  switch (shape) {
    case 'circle': {
      const r = short(h);
      return `M${at(-w + h, -h)}L${at(w - h, -h)}A${r} ${r} 0 0 1 ${at(w - h, h)}L${at(-w + h, h)}A${r} ${r} 0 0 1 ${at(-w + h, -h)}z`;
    }
    case 'square':
      return `M${at(-w + 4, -h)}L${at(w - 4, -h)}A4 4 0 0 1 ${at(w, -h + 4)}L${at(w, h - 4)}A4 4 0 0 1 ${at(w - 4, h)}L${at(-w + 4, h)}A4 4 0 0 1 ${at(-w, h - 4)}L${at(-w, -h + 4)}A4 4 0 0 1 ${at(-w + 4, -h)}z`;
    case 'triangle':
      return `M${at(-w + 8, -h)}L${at(w - 8, -h)}L${at(w, h)}L${at(-w, h)}z`;
    case 'hexagon':
      return `M${at(-w, 0)}L${at(-w + 6, -h)}L${at(w - 6, -h)}L${at(w, 0)}L${at(w - 6, h)}L${at(-w + 6, h)}z`;
    case 'diamond':
      return `M${at(-w, 0)}L${at(-w + 11, -h)}L${at(w - 11, -h)}L${at(w, 0)}L${at(w - 11, h)}L${at(-w + 11, h)}z`;
  }
}
