import * as v from 'valibot';
import type { ChecklistAction } from './engine/checklist/types.ts';
import { KIND_IDS } from './engine/kinds.ts';

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const checklistActionSchema: v.GenericSchema<unknown, ChecklistAction> = v.variant('type', [
  v.strictObject({ type: v.literal('next') }),
  v.strictObject({ type: v.literal('drop'), packet: v.pipe(v.number(), v.safeInteger()) }),
  v.strictObject({
    type: v.literal('kind'),
    side: v.picklist(['a', 'b']),
    kind: v.picklist(KIND_IDS),
  }),
  v.strictObject({ type: v.literal('roles'), conflict: v.boolean() }),
  v.strictObject({ type: v.literal('turn'), on: v.boolean() }),
]);
