import type { GenericSchema } from 'valibot';
import type { GameAction } from './engine/game/types.ts';

/** Few readers arrive by a link that needs it. */
export async function loadGameActionSchema(): Promise<GenericSchema<unknown, GameAction>> {
  return (await import('./action-schema.ts')).gameActionSchema;
}
