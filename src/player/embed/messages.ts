import * as v from 'valibot';

/** What a figure in a frame tells the page around it. The contract: docs/embedding.md. */
export type Told =
  | {
      readonly type: 'ready';
      readonly topic: string;
      readonly scenario: string;
      /** How many there are. */
      readonly frames: number;
      readonly f: number;
      /** The last one that is shown: of a part, its end. */
      readonly last: number;
      /** Width by height. */
      readonly ratio: number;
    }
  | {
      readonly type: 'frame';
      readonly f: number;
      readonly label: string | null;
      readonly caption: string;
      readonly atStart: boolean;
      readonly atEnd: boolean;
    }
  /** In CSS pixels. */
  | { readonly type: 'resize'; readonly height: number }
  /** It was stepped past an end. */
  | { readonly type: 'edge'; readonly dir: 'next' | 'prev' }
  | { readonly type: 'error'; readonly code: 'link' | 'frame'; readonly message: string };

/** Longer ones are no label of ours. */
const LONGEST = 100;
const frame = v.union([
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST)),
]);

const command = v.variant('type', [
  v.object({ lockstep: v.literal(1), type: v.literal('goto'), f: frame }),
  v.object({
    lockstep: v.literal(1),
    type: v.literal('step'),
    by: v.pipe(v.number(), v.safeInteger()),
  }),
  // Whoever comes late asks for what was said at the start.
  v.object({ lockstep: v.literal(1), type: v.literal('report') }),
  v.object({ lockstep: v.literal(1), type: v.literal('play') }),
  v.object({ lockstep: v.literal(1), type: v.literal('pause') }),
  v.object({
    lockstep: v.literal(1),
    type: v.literal('set'),
    theme: v.optional(v.picklist(['light', 'dark', 'auto'])),
    motion: v.optional(v.picklist(['auto', 'off'])),
  }),
]);

/** What the page around it may ask for. */
export type Command = v.InferOutput<typeof command>;

/** reveal.js says these of a slide that is come to and left, as plain strings. */
export type Slide = 'slide:start' | 'slide:stop';

/** A message that means something here; `null` for every other. Never throws. */
export function commandIn(data: unknown): Command | Slide | null {
  if (data === 'slide:start' || data === 'slide:stop') return data;
  try {
    const read = v.safeParse(command, data);
    return read.success ? read.output : null;
  } catch {
    // An object whose properties throw when they are read is none of ours.
    return null;
  }
}
