import type { Bit } from '../engine/protocol.ts';
import type { CubeView } from './cube-view.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface CubePlaces {
  readonly corners: readonly Point[];
  readonly sides: readonly { readonly d: string; readonly middle: Point }[];
  readonly width: number;
  readonly height: number;
}

/** Size of a corner's plate. */
export const PLATE = { width: 72, height: 34 } as const;

/** p0’s input to the right, p1’s upwards, and that of p2 to the back. */
export function cubeLayout(view: CubeView, width: number): CubePlaces {
  const deep = view.corners[0]!.inputs.length > 2;
  const room = width - PLATE.width - 8;
  const [w, dx] = deep ? [room * 0.66, room * 0.34] : [room, 0];
  const h = Math.max(118, w * 0.86);
  // A side to the back has room for its name between two plates.
  const dy = deep ? Math.max(68, h * 0.42) : 0;
  const left = PLATE.width / 2 + 4;
  const bottom = h + dy + PLATE.height / 2 + 8;
  const at = ([x = 0, y = 0, z = 0]: readonly Bit[]): Point => ({
    x: left + x * w + z * dx,
    y: bottom - y * h - z * dy,
  });
  const corners = view.corners.map(({ inputs }) => at(inputs));
  const sides = view.sides.map(({ ends: [a, b] }) => {
    const [from, to] = [corners[a]!, corners[b]!];
    return {
      d: `M${from.x} ${from.y}L${to.x} ${to.y}`,
      middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
    };
  });
  return { corners, sides, width, height: bottom + PLATE.height / 2 + 8 };
}
