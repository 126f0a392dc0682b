import * as v from 'valibot';
import type { DiscoveryAction } from './engine/discovery/types.ts';
import { KIND_IDS } from './engine/kinds.ts';

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const discoveryActionSchema: v.GenericSchema<unknown, DiscoveryAction> = v.variant('type', [
  v.strictObject({ type: v.literal('next') }),
  v.strictObject({ type: v.literal('drop'), packet: number }),
  v.strictObject({ type: v.literal('kind'), kind: v.picklist(KIND_IDS) }),
]);
