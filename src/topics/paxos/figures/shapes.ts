import type { HatView } from './board-view.ts';

/** The letter that stands for a value, beside its shape and colour. */
export const LETTERS = ['g', 'b', 'r'];

/** A tenth of a unit is more than a screen shows, and every digit is sent to every reader. */
export const short = (n: number): string => String(Math.round(n * 10) / 10);

export function roundedRect(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): string {
  const r = short(radius);
  const across = short(width - 2 * radius);
  const down = short(height - 2 * radius);
  return `M${short(x + radius)} ${short(y)}h${across}a${r} ${r} 0 0 1 ${r} ${r}v${down}a${r} ${r} 0 0 1-${r} ${r}h-${across}a${r} ${r} 0 0 1-${r}-${r}v-${down}a${r} ${r} 0 0 1 ${r}-${r}z`;
}

export function circle(x: number, y: number, radius: number): string {
  const r = short(radius);
  const d = short(2 * radius);
  return `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0-${d} 0z`;
}

export function cross(x: number, y: number, reach: number): string {
  const r = short(reach);
  const d = short(2 * reach);
  return `M${short(x - reach)} ${short(y - reach)}l${d} ${d}m0-${d}l-${d} ${d}m${r}-${r}`;
}

/** The leader's bicorne, its brim's middle at `x`, `y`: up at both ends, a crown between. */
export function hatPath(x: number, y: number, width: number): string {
  const h = width / 2;
  const rise = width * 0.42;
  const p = (dx: number, dy: number) => `${short(x + dx)} ${short(y + dy)}`;
  return (
    `M${p(-h, -1)}C${p(-h * 0.72, -2)} ${p(-h * 0.62, -rise)} ${p(0, -rise)}` +
    `C${p(h * 0.62, -rise)} ${p(h * 0.72, -2)} ${p(h, -1)}` +
    `C${p(h * 0.5, -rise * 0.32)} ${p(-h * 0.5, -rise * 0.32)} ${p(-h, -1)}Z`
  );
}

export function hatClass({ state, value }: HatView): string {
  return value === null ? state : `${state} v${value % 3}`;
}

export type PieceLook = 'solid' | 'open' | 'dashed' | 'dead' | 'refused';

/** A value on the board: its middle, and how large. */
export interface PieceSpec {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly look?: PieceLook;
}

/** Pieces of one value and look, drawn as one path and one text. */
export interface PieceGroup {
  readonly className: string;
  readonly fontSize: number;
  readonly outline: string;
  /** Where the letters stand, one each. */
  readonly xs: string;
  readonly ys: string;
  readonly letters: string;
  /** The stroke through what is dead; empty for all else. */
  readonly strike: string;
}

/** Many pieces as few elements: a page holds hundreds of them. */
export function pieceGroups(pieces: readonly PieceSpec[]): readonly PieceGroup[] {
  const groups = new Map<string, PieceSpec[]>();
  for (const piece of pieces) {
    const key = `${piece.value}/${piece.look ?? 'solid'}/${piece.size}`;
    const group = groups.get(key);
    if (group) group.push(piece);
    else groups.set(key, [piece]);
  }
  return [...groups.values()].map(groupOf);
}

function groupOf(pieces: readonly PieceSpec[]): PieceGroup {
  const { value, size, look = 'solid' } = pieces[0]!;
  const fontSize = Math.max(12, Math.round(size * 0.58));
  const reach = (size / 2) * 0.95;
  const slash = ({ x, y }: PieceSpec) =>
    `M${short(x - reach)} ${short(y + reach)}L${short(x + reach)} ${short(y - reach)}`;
  return {
    className: `v${value % 3} ${look}`,
    fontSize,
    outline: pieces.map(outlineOf).join(''),
    xs: pieces.map(({ x }) => short(x)).join(' '),
    ys: pieces.map(({ y }) => short(y + fontSize * 0.35)).join(' '),
    letters: pieces.map(() => LETTERS[value] ?? String(value % 10)).join(''),
    strike: look === 'dead' ? pieces.map(slash).join('') : '',
  };
}

function outlineOf({ value, x, y, size }: PieceSpec): string {
  const half = size / 2;
  if (value % 3 === 0) return roundedRect(x - half, y - half, size, size, size / 6);
  if (value % 3 === 1) return circle(x, y, half);
  // A diamond of the same area stands a little taller.
  const r = half * 1.18;
  return `M${short(x)} ${short(y - r)}L${short(x + r)} ${short(y)}L${short(x)} ${short(y + r)}L${short(x - r)} ${short(y)}Z`;
}
