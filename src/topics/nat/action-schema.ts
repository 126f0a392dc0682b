import * as v from 'valibot';
import { KIND_IDS } from './engine/kinds.ts';
import { AXIS_IDS } from './engine/play/axes.ts';
import type { PlayAction } from './engine/play/types.ts';

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const device = v.pipe(v.string(), v.maxLength(40));
const side = v.picklist(['a', 'b']);

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const actionSchema: v.GenericSchema<unknown, PlayAction> = v.variant('type', [
  v.strictObject({ type: v.literal('next') }),
  v.strictObject({ type: v.literal('drop'), packet: number }),
  v.strictObject({ type: v.literal('delay'), packet: number, by: number }),
  v.strictObject({ type: v.literal('duplicate'), packet: number }),
  v.strictObject({ type: v.literal('expire'), device, row: number }),
  v.strictObject({ type: v.literal('reboot'), device }),
  v.strictObject({ type: v.literal('kind'), side, kind: v.picklist(KIND_IDS) }),
  v.strictObject({
    type: v.literal('axis'),
    side,
    axis: v.picklist(AXIS_IDS),
    value: v.pipe(v.string(), v.maxLength(40)),
  }),
  v.strictObject({ type: v.literal('lead'), ms: v.pipe(v.number(), v.safeInteger()) }),
  v.strictObject({ type: v.literal('relay') }),
]);
