import {
  type Doc,
  elementOf,
  type Id,
  type Insert,
  type Integrated,
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

/** Puts an insertion where the scan of the list has left it. */
export function settle(
  doc: Doc,
  insert: Insert,
  index: number,
  compared: readonly Step[],
): Integrated {
  return {
    doc: doc.toSpliced(index, 0, elementOf(insert)),
    steps: [...compared, { kind: 'settle', index }],
  };
}
