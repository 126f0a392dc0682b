import type { GenericSchema } from 'valibot';
import type { SimAction } from './engine/sim/types.ts';

/** Few readers arrive by a link that needs it. */
export async function loadSimActionSchema(): Promise<GenericSchema<unknown, SimAction>> {
  return (await import('./action-schema.ts')).simActionSchema;
}
