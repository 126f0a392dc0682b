export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Segment = readonly [Point, Point];

/** Around a middle. */
export const around = ({ x, y }: Point, width: number, height: number): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

export const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether a line runs through a box: clipped to it, side by side (Liang and Barsky 1984). */
export function crosses([from, to]: Segment, box: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  const sides: readonly (readonly [number, number])[] = [
    [-dx, from.x - box.x],
    [dx, box.x + box.width - from.x],
    [-dy, from.y - box.y],
    [dy, box.y + box.height - from.y],
  ];
  for (const [step, distance] of sides) {
    if (step === 0) {
      if (distance < 0) return false;
    } else if (step < 0) enter = Math.max(enter, distance / step);
    else leave = Math.min(leave, distance / step);
  }
  return enter <= leave;
}

/** Nought where the point is in the box. */
export function distance(box: Box, { x, y }: Point): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}

/** A cubic curve; a straight line has its controls on it. */
export interface Curve {
  readonly from: Point;
  readonly via: readonly [Point, Point];
  readonly to: Point;
}

export const straight = (from: Point, to: Point): Curve => ({ from, via: [from, to], to });

export function pointAt({ from, via: [c, d], to }: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (a: number, b: number, e: number, f: number) =>
    s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * e + t * t * t * f;
  return { x: mix(from.x, c.x, d.x, to.x), y: mix(from.y, c.y, d.y, to.y) };
}

const PIECES = 10;

/** As short lines, for finding what it runs through. */
export function pieces(curve: Curve): readonly Segment[] {
  const isStraight = curve.via[0] === curve.from && curve.via[1] === curve.to;
  if (isStraight) return [[curve.from, curve.to]];
  const points = Array.from({ length: PIECES + 1 }, (_, i) => pointAt(curve, i / PIECES));
  return points.slice(1).map((point, i): Segment => [points[i]!, point]);
}
