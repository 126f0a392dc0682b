import {
  type Doc,
  elementOf,
  type Id,
  type Insert,
  type Integrated,
  type List,
  listOf,
  originsOf,
  type Placed,
  type Step,
} from '../algorithm.ts';

/** In a list an insertion is placed by its origins alone. */
export function between(doc: Doc, after: Id | null): Placed {
  const { leftOrigin, rightOrigin } = originsOf(doc, after);
  return {
    place: { leftOrigin, rightOrigin, parent: leftOrigin, side: 'right' },
    steps: [
      { kind: 'left-origin', id: leftOrigin },
      { kind: 'right-origin', id: rightOrigin },
    ],
  };
}

/** Where an algorithm that is a list puts an insertion, and what it compared on the way. */
export interface Scanned {
  readonly index: number;
  readonly steps: readonly Step[];
}

export type Scan = (list: List, insert: Insert) => Scanned;

/** Puts an insertion where the scan of the list has left it. */
export function settle(doc: Doc, insert: Insert, scan: Scan): Integrated {
  const { index, steps: compared } = scan(listOf(doc), insert);
  return {
    doc: doc.toSpliced(index, 0, elementOf(insert)),
    steps: [...compared, { kind: 'settle', index }],
  };
}
