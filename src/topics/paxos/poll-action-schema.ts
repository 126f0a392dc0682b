import * as v from 'valibot';
import type { PollAction } from './engine/poll/poll.ts';

const small = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9));

/** A vote as a link brings it. */
export const pollActionSchema: v.GenericSchema<unknown, PollAction> = v.strictObject({
  type: v.literal('cast'),
  member: small,
  value: small,
});
