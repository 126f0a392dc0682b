import { short } from './shapes.ts';

/** A shape, and how far from its beginning the pen is at its end; `null` where that does not matter. */
interface Part {
  readonly d: string;
  readonly end: readonly [number, number] | null;
}

interface Layer {
  readonly className: string;
  readonly d: string;
}

interface Word {
  readonly className: string;
  readonly x: string;
  readonly y: string;
  readonly text: string;
}

const CLOSED: Part['end'] = [0, 0];

/**
 * A picture as a few layers: all shapes of a class are one path, and all single letters
 * of a class one text. Drawn one by one they would be several times as many elements,
 * in every copy of a page.
 */
export class Sheet {
  readonly #paths = new Map<string, Part[]>();
  readonly #words = new Map<string, Word[]>();

  /** `order`: the classes of the paths, those below first. Others come above them. */
  constructor(order: readonly string[] = []) {
    for (const className of order) this.#paths.set(className, []);
  }

  path(className: string, d: string, end: Part['end'] = /z$/i.test(d) ? CLOSED : null): void {
    const own = this.#paths.get(className);
    if (own) own.push({ d, end });
    else this.#paths.set(className, [{ d, end }]);
  }

  text(className: string, x: number, y: number, text: string): void {
    if (text === '') return;
    const word = { className, x: short(x), y: short(y), text };
    const own = this.#words.get(className);
    if (own) own.push(word);
    else this.#words.set(className, [word]);
  }

  /** A closed lock, or one that nobody has: its top left corner. Ten wide and twelve high. */
  lock(x: number, y: number, hollow: boolean): void {
    const [left, top] = [Math.round(x), Math.round(y) + 5];
    this.path(hollow ? 'lock hollow' : 'lock', `M${left} ${top}h9v7h-9z`);
    this.path('shackle', `M${left + 2} ${top}v-2a2.5 2.5 0 0 1 5 0v2`, [5, 0]);
  }

  get layers(): readonly Layer[] {
    return [...this.#paths]
      .filter(([, parts]) => parts.length > 0)
      .map(([className, parts]) => ({ className, d: chained(parts) }));
  }

  get words(): readonly Word[] {
    return [...this.#words.values()].flatMap(letters);
  }
}

/** Single letters are one text, each with a place of its own in it. */
function letters(words: readonly Word[]): readonly Word[] {
  const single = words.filter(({ text }) => text.length === 1);
  if (single.length < 2) return words;
  const joined = (of: keyof Word, between: string) => single.map((w) => w[of]).join(between);
  const { className } = single[0]!;
  const merged = { className, x: joined('x', ' '), y: joined('y', ' '), text: joined('text', '') };
  return [merged, ...words.filter(({ text }) => text.length !== 1)];
}

/** Closed shapes as one path. */
export const chainedShapes = (shapes: readonly string[]): string =>
  chained(shapes.map((d) => ({ d, end: CLOSED })));

/**
 * Shapes as one path, each begun from where the last ended: in a row of equal cells
 * all but the first are then the same, and go into a few bytes.
 */
function chained(parts: readonly Part[]): string {
  let pen: readonly [number, number] | null = null;
  let path = '';
  for (const { d, end } of parts) {
    const [start, x, y] = /^M(-?[\d.]+) (-?[\d.]+)/.exec(d) as unknown as [string, string, string];
    let at: readonly [number, number] = [Number(x), Number(y)];
    if (pen === null) path += d;
    else {
      const [dx, dy] = [short(at[0] - pen[0]), short(at[1] - pen[1])];
      // Where rounding puts it, so that no error is carried on.
      at = [pen[0] + Number(dx), pen[1] + Number(dy)];
      path += `m${dx} ${dy}${d.slice(start.length)}`;
    }
    pen = end && [at[0] + end[0], at[1] + end[1]];
  }
  return path;
}
