import type { BoardLayout } from './board-layout.ts';
import type { BoardView, CellView } from './board-view.ts';
import { cross, hatClass, hatPath, type PieceSpec, roundedRect, short } from './shapes.ts';

/** A cell that was pressed and refused, and the colour that was tried. */
export interface RefusedCell {
  readonly member: number;
  readonly ballot: number;
  readonly value: number | null;
}

/**
 * A board as a few layers, each one path: drawn cell by cell it would be ten times
 * as many elements, in every copy of the page.
 */
export interface GridLayers {
  /** Outlines of cells by look, in the order they are drawn. */
  readonly cells: readonly { readonly look: string; readonly d: string }[];
  readonly halo: string;
  readonly crosses: string;
  readonly walls: string;
  readonly freshWalls: string;
  readonly hats: readonly { readonly className: string; readonly d: string }[];
  readonly pieces: readonly PieceSpec[];
  /** Where a question mark stands. */
  readonly unknown: { readonly xs: string; readonly ys: string; readonly text: string } | null;
}

const LOOKS = ['plain', 'shut', 'fog', 'legal', 'fresh', 'lit'] as const;
const RADIUS = 6;

export function cellX({ left, pitch }: BoardLayout, ballot: number): number {
  return left + ballot * pitch;
}

export function cellY({ top, rowHeight }: BoardLayout, member: number): number {
  return top + member * rowHeight;
}

/** Members to light in a ballot, one bit each: who could make a value win there. */
export interface Lit {
  readonly members: number;
  readonly ballot: number;
}

export function gridLayers(
  view: BoardView,
  layout: BoardLayout,
  refused: RefusedCell | null,
  lit: Lit | null,
): GridLayers {
  const cells = view.rows.flatMap((row) => row.cells);
  const walls = (fresh: boolean) =>
    view.rows
      .filter((row) => row.wall !== null && row.wall < view.columns.length && row.strong === fresh)
      .map((row) => wallPath(layout, row.member, row.wall!))
      .join('');
  const isLit = (cell: CellView) =>
    lit !== null && lit.ballot === cell.ballot && ((lit.members >> cell.member) & 1) === 1;
  const unknown = cells.filter((cell) => cell.fog && !cell.hat);
  return {
    cells: LOOKS.map((look) => ({
      look,
      d: cells
        .filter((cell) => lookOf(cell, isLit(cell)) === look)
        .map((cell) => cellPath(layout, cell, 0))
        .join(''),
    })).filter(({ d }) => d !== ''),
    halo: cells
      .filter((cell) => cell.useful)
      .map((cell) => cellPath(layout, cell, 3))
      .join(''),
    crosses: cells
      .filter((cell) => cell.crossed)
      .map((cell) => crossPath(layout, cell))
      .join(''),
    walls: walls(false),
    freshWalls: walls(true),
    hats: hatsOf(cells, layout, refused),
    pieces: cells.flatMap((cell) => piecesIn(cell, layout, refused)),
    unknown:
      unknown.length === 0
        ? null
        : {
            xs: unknown.map((c) => short(cellX(layout, c.ballot) + layout.cellWidth / 2)).join(' '),
            ys: unknown
              .map((c) => short(cellY(layout, c.member) + layout.cellHeight / 2 + 5))
              .join(' '),
            text: '?'.repeat(unknown.length),
          },
  };
}

function lookOf(cell: CellView, lit: boolean): (typeof LOOKS)[number] {
  if (lit) return 'lit';
  if (cell.fresh) return 'fresh';
  if (cell.legal) return 'legal';
  if (cell.fog) return 'fog';
  return cell.shut ? 'shut' : 'plain';
}

function cellPath(layout: BoardLayout, { member, ballot }: CellView, margin: number): string {
  return roundedRect(
    cellX(layout, ballot) - margin,
    cellY(layout, member) - margin,
    layout.cellWidth + 2 * margin,
    layout.cellHeight + 2 * margin,
    RADIUS + margin / 1.5,
  );
}

function wallPath(layout: BoardLayout, member: number, wall: number): string {
  const x = cellX(layout, wall) - 5;
  return roundedRect(x, cellY(layout, member) - 1, 4, layout.cellHeight + 2, 2);
}

function crossPath(layout: BoardLayout, cell: CellView): string {
  const share = cell.hat ? 0.68 : 0.5;
  return cross(
    cellX(layout, cell.ballot) + layout.cellWidth / 2,
    cellY(layout, cell.member) + layout.cellHeight * share,
    Math.min(6, layout.cellWidth / 5),
  );
}

const isRefused = (cell: CellView, refused: RefusedCell | null) =>
  refused !== null && refused.member === cell.member && refused.ballot === cell.ballot;

function hatsOf(
  cells: readonly CellView[],
  layout: BoardLayout,
  refused: RefusedCell | null,
): GridLayers['hats'] {
  const width = Math.min(28, layout.cellWidth - 8);
  const byClass = new Map<string, string>();
  for (const cell of cells) {
    if (!cell.hat) continue;
    const shared =
      cell.votes.length > 0 || cell.pending !== null || cell.crossed || isRefused(cell, refused);
    // Where it is alone it stands in the middle of its cell.
    const down = shared ? layout.cellHeight * 0.36 : layout.cellHeight * 0.5 + width * 0.2;
    const x = cellX(layout, cell.ballot) + layout.cellWidth / 2;
    const d = hatPath(x, cellY(layout, cell.member) + down, width);
    const className = hatClass(cell.hat);
    byClass.set(className, (byClass.get(className) ?? '') + d);
  }
  return [...byClass].map(([className, d]) => ({ className, d }));
}

/** Votes cast, a vote that may be cast, and one that was tried. A hat stands above them. */
function piecesIn(cell: CellView, layout: BoardLayout, refused: RefusedCell | null): PieceSpec[] {
  const { votes, pending } = cell;
  const x = cellX(layout, cell.ballot) + layout.cellWidth / 2;
  const y = cellY(layout, cell.member) + layout.cellHeight * (cell.hat ? 0.63 : 0.5);
  const pieces = votes.map((value, i): PieceSpec => {
    const aside = (i - (votes.length - 1) / 2) * (layout.piece - 6);
    return { value, x: x + aside, y, size: votes.length > 1 ? layout.piece - 8 : layout.piece };
  });
  if (votes.length > 0) return pieces;
  const size = layout.piece - 4;
  const tried = isRefused(cell, refused) ? refused!.value : null;
  if (tried !== null) return [{ value: tried, x, y, size, look: 'refused' }];
  return pending === null ? [] : [{ value: pending, x, y, size, look: 'dashed' }];
}
