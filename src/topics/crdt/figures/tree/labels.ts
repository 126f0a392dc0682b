import {
  type Box,
  crosses,
  distance,
  grown,
  overlap,
  type Point,
  type Segment,
} from './geometry.ts';

/** What a label may not cover. */
export interface Obstacles {
  readonly boxes: readonly Box[];
  readonly lines: readonly Segment[];
}

export interface Wish {
  readonly width: number;
  readonly height: number;
  /** As near to this as can be. */
  readonly near: Point;
  readonly within: Box;
  /** No further away than this. */
  readonly reach?: number;
  /** Added to a place's distance: what else is better or worse about it. */
  readonly cost?: (box: Box) => number;
}

const STEP = 4;
const MARGIN = 4;

export function isFree(box: Box, { boxes, lines }: Obstacles, margin: number = MARGIN): boolean {
  const wide = grown(box, margin);
  return !boxes.some((other) => overlap(wide, other)) && !lines.some((line) => crosses(line, wide));
}

/** The nearest free place for a label, or `null` where there is none. */
export function placeLabel(wish: Wish, obstacles: Obstacles): Box | null {
  const { width, height, near, within, reach = Number.POSITIVE_INFINITY } = wish;
  const candidates: { readonly box: Box; readonly cost: number }[] = [];
  const [right, bottom] = [within.x + within.width - width, within.y + within.height - height];
  for (let y = within.y; y <= bottom; y += STEP) {
    for (let x = within.x; ; x = Math.min(right, x + STEP)) {
      if (x > right) break;
      const box = { x, y, width, height };
      const away = distance(box, near);
      if (away <= reach) candidates.push({ box, cost: away + (wish.cost?.(box) ?? 0) });
      if (x === right) break;
    }
  }
  candidates.sort((a, b) => a.cost - b.cost);
  return candidates.find(({ box }) => isFree(box, obstacles))?.box ?? null;
}
