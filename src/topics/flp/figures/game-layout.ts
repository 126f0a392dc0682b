/** Where the parts of the game's panel stand, in its own units. */
export interface GameLayout {
  readonly tilesTop: number;
  /** Rows of steps that are shown, the latest. */
  readonly rows: number;
  /** Middle and radius of the loop; on a narrow panel it takes the place of the steps. */
  readonly ring: { readonly x: number; readonly y: number; readonly radius: number };
  readonly ringForTiles: boolean;
  /** Left and top of the adversary's part, and its width. */
  readonly queue: { readonly x: number; readonly y: number; readonly width: number };
  readonly height: number;
}

export function gameLayout(width: number): GameLayout {
  if (width < 440) {
    // The longest verdict takes five lines here.
    const tilesTop = 194;
    const ring = { x: width / 2, y: tilesTop + 156, radius: 88 };
    const queue = { x: 0, y: tilesTop + 7 * 36 + 70, width };
    return { tilesTop, rows: 7, ring, ringForTiles: true, queue, height: queue.y + 146 };
  }
  const tilesTop = 150;
  const rows = 5;
  const ringTop = tilesTop + rows * 36 + 26;
  const ring = { x: 204, y: ringTop + 196, radius: 128 };
  const beside = width >= 640;
  const queue = beside
    ? { x: 452, y: ringTop + 150, width: width - 452 }
    : { x: 0, y: ringTop + 390, width };
  const height = beside ? ringTop + 390 : queue.y + 146;
  return { tilesTop, rows, ring, ringForTiles: false, queue, height };
}
