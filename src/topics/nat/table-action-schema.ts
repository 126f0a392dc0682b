import * as v from 'valibot';
import { KIND_IDS } from './engine/kinds.ts';
import { CIRCUMSTANCES_IDS } from './engine/table/circumstances.ts';
import { GUESSES, type TableAction } from './engine/table/types.ts';

const kind = v.picklist(KIND_IDS);

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const tableActionSchema: v.GenericSchema<unknown, TableAction> = v.variant('type', [
  v.strictObject({ type: v.literal('row'), a: kind }),
  v.strictObject({
    type: v.literal('cell'),
    a: kind,
    b: kind,
    guess: v.nullable(v.picklist(GUESSES)),
  }),
  v.strictObject({ type: v.literal('guessing') }),
  v.strictObject({ type: v.literal('circumstances'), id: v.picklist(CIRCUMSTANCES_IDS) }),
]);
