import type { CardShape } from './card-view.ts';
import type { DiamondView, Stand } from './diamond-view.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DiamondArrow {
  readonly id: string;
  readonly symbol: 'e' | 'f';
  readonly name: string;
  readonly d: string;
  readonly head: string;
  readonly label: Point;
  /** Whether the label ends at its point. */
  readonly end: boolean;
  /** The run took it. */
  readonly taken: boolean;
  /** The run can take it next. */
  readonly open: boolean;
  readonly target: Point & { readonly width: number; readonly height: number };
}

export interface DiamondPlaces {
  readonly c: Point;
  readonly left: Point;
  readonly right: Point;
  readonly ends: readonly Point[];
  readonly arrows: readonly DiamondArrow[];
  readonly bottom: number;
}

interface Room {
  readonly across: number;
  readonly gap: number;
  /** Of the cards side by side, and of the one on top and at the bottom. */
  readonly shape: CardShape;
  readonly single: CardShape;
  readonly narrow: boolean;
}

const TOP = 6;
const TAKEN: Readonly<Record<string, readonly Stand[]>> = {
  'left-top': ['left', 'left-end'],
  'right-top': ['right', 'right-end'],
  'left-bottom': ['left-end'],
  'right-bottom': ['right-end'],
};
const OPEN: Readonly<Record<string, Stand>> = {
  'left-top': 'c',
  'right-top': 'c',
  'left-bottom': 'left',
  'right-bottom': 'right',
};

/** C on top, one order down each side, and the end below, or two of them. */
export function diamondLayout(view: DiamondView, room: Room): DiamondPlaces {
  const { across, gap, shape, single, narrow } = room;
  const down = narrow ? 52 : 64;
  const mid = (across - single.width) / 2;
  const rightX = shape.width + gap;
  const middleTop = TOP + single.height + down;
  const endTop = middleTop + shape.height + down;
  const end = view.closes ? single : shape;
  const ends = view.closes
    ? [{ x: mid, y: endTop }]
    : [
        { x: 0, y: endTop },
        { x: rightX, y: endTop },
      ];
  const sides = [
    {
      side: 'left',
      x: shape.width / 2,
      inner: mid + single.width * 0.22,
      first: view.e,
      second: view.f,
    },
    {
      side: 'right',
      x: rightX + shape.width / 2,
      inner: mid + single.width * 0.78,
      first: view.f,
      second: view.e,
    },
  ] as const;
  const arrows = sides.flatMap(({ side, x, inner, first, second }) => {
    // In a narrow picture the arrows keep to the left, and leave their labels the room beside.
    const at = narrow ? x - shape.width / 2 + 16 : x;
    const near = narrow ? at : inner;
    const far = narrow ? at : view.closes ? inner : x;
    const [one, two] = side === 'left' ? (['e', 'f'] as const) : (['f', 'e'] as const);
    const top = { from: { x: near, y: TOP + single.height }, to: { x: at, y: middleTop } };
    const low = { from: { x: at, y: middleTop + shape.height }, to: { x: far, y: endTop } };
    return [
      arrow(`${side}-top`, one, first.name, top, view.at, narrow),
      arrow(`${side}-bottom`, two, second.name, low, view.at, narrow),
    ];
  });
  return {
    c: { x: mid, y: TOP },
    left: { x: 0, y: middleTop },
    right: { x: rightX, y: middleTop },
    ends,
    arrows,
    bottom: endTop + end.height + 6,
  };
}

function arrow(
  id: string,
  symbol: 'e' | 'f',
  name: string,
  { from, to }: { readonly from: Point; readonly to: Point },
  at: Stand,
  narrow: boolean,
): DiamondArrow {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const tip = { x: to.x - ux * 7, y: to.y - uy * 7 };
  const back = { x: tip.x - ux * 10, y: tip.y - uy * 10 };
  const point = (p: Point, side: number) => `${p.x - uy * side} ${p.y + ux * side}`;
  const outer = id.startsWith('left') && !narrow;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  // A slanted line comes nearer to a label above or below its middle.
  const aside = 12 + 10 * Math.abs(ux / uy);
  const label = { x: middle.x + (outer ? -aside : aside), y: middle.y + 5 };
  const wide = (name.length + 2) * 7.85;
  return {
    id,
    symbol,
    name,
    d: `M${from.x} ${from.y + 2}L${back.x} ${back.y}`,
    head: `M${point(back, 6)}L${tip.x} ${tip.y}L${point(back, -6)}Z`,
    label,
    end: outer,
    taken: TAKEN[id]!.includes(at),
    open: OPEN[id] === at,
    target: {
      x: outer ? label.x - wide - 6 : label.x - 24,
      y: middle.y - 22,
      width: wide + 32,
      height: 44,
    },
  };
}
