import type { Element, Id } from '../algorithm.ts';
import { ByteWriter } from './bytes.ts';

/** What each algorithm has to know of an element, besides its id and whether it is deleted. */
interface Kept {
  readonly time: boolean;
  readonly places: readonly ('parent' | 'leftOrigin' | 'rightOrigin')[];
}

const KEPT: Readonly<Record<string, Kept>> = {
  'causal-tree': { time: true, places: ['parent'] },
  rga: { time: true, places: ['leftOrigin'] },
  yata: { time: false, places: ['leftOrigin', 'rightOrigin'] },
  fugue: { time: false, places: ['parent'] },
  // The right origin of a left child is its parent.
  'fugue-max': { time: false, places: ['parent', 'rightOrigin'] },
};

/**
 * Bytes that a document takes besides the text that it shows, where each element
 * is saved by itself, with the same numbers as a fast text is saved with. It is
 * what runs save. Throws for an algorithm that it does not know.
 */
export function plainBytes(doc: Iterable<Element>, algorithm: string): number {
  const kept = KEPT[algorithm];
  if (!kept) throw new Error(`There is no algorithm ${algorithm}.`);
  const writer = new ByteWriter();
  for (const element of doc) writeElement(writer, element, kept);
  return writer.length;
}

function writeElement(writer: ByteWriter, element: Element, { time, places }: Kept): void {
  const { id, deleted, side } = element;
  writer.number((deleted ? 2 : 0) + (side === 'left' ? 1 : 0));
  writeId(writer, id);
  if (time) writer.number(element.time);
  for (const place of places) {
    if (place === 'rightOrigin' && places[0] === 'parent' && side === 'left') continue;
    writeId(writer, element[place]);
  }
}

function writeId(writer: ByteWriter, id: Id | null): void {
  writer.number(id === null ? 0 : id.replica + 1);
  if (id !== null) writer.number(id.counter);
}
