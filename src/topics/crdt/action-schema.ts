import * as v from 'valibot';
import { MOST_PASTED } from './engine/session/legal.ts';
import type { SessionAction } from './engine/session/types.ts';

const author = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(9));
const counter = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const ref = v.pipe(v.strictTuple([author, counter]), v.readonly());

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const sessionActionSchema: v.GenericSchema<unknown, SessionAction> = v.variant('type', [
  v.strictObject({
    type: v.literal('edit'),
    author,
    at: v.strictObject({ of: v.nullable(ref), side: v.picklist(['after', 'before']) }),
    remove: v.pipe(v.array(ref), v.maxLength(400)),
    // Counted in letters by the engine: an emoji is many code units.
    text: v.pipe(v.string(), v.maxLength(MOST_PASTED * 12)),
  }),
  v.strictObject({ type: v.literal('undo'), author }),
  v.strictObject({ type: v.literal('online'), author, online: v.boolean() }),
  v.strictObject({ type: v.literal('send'), from: author, to: author }),
  v.strictObject({
    type: v.literal('sync'),
    between: v.pipe(v.array(author), v.maxLength(10)),
  }),
  v.strictObject({
    type: v.literal('deliver'),
    from: author,
    to: author,
    which: v.exactOptional(ref),
  }),
  v.strictObject({ type: v.literal('order'), order: v.pipe(v.array(author), v.maxLength(10)) }),
  v.strictObject({ type: v.literal('next') }),
]);
