import * as v from 'valibot';
import type { BufferAction } from './engine/engine.ts';

/** Checks the shape of an action that a link brings. Whether it is legal is the engine's word. */
export const actionSchema: v.GenericSchema<unknown, BufferAction> = v.variant('type', [
  v.strictObject({ type: v.literal('put') }),
  v.strictObject({ type: v.literal('take') }),
]);
