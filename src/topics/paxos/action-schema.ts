import * as v from 'valibot';
import type { GameAction } from './engine/game/types.ts';
import { LARGEST } from './engine/game/types.ts';

const below = (size: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(size - 1));
const ballot = below(LARGEST.ballots);
const member = below(LARGEST.acceptors);
const value = below(LARGEST.values);
const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const quorums = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** LARGEST.acceptors - 1))),
  v.minLength(1),
  v.maxLength(130),
);

const letter = {
  kind: v.picklist(['1a', '1b', '2a', '2b']),
  ballot,
  member,
  value: v.union([v.literal(-1), value]),
} as const;
const post = <T extends string>(type: T) => v.strictObject({ type: v.literal(type), ...letter });

/** Moves as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const gameActionSchema: v.GenericSchema<unknown, GameAction> = v.variant('type', [
  v.strictObject({ type: v.literal('ask'), ballot }),
  v.strictObject({ type: v.literal('promise'), ballot, member }),
  v.strictObject({ type: v.literal('propose'), ballot, value }),
  v.strictObject({ type: v.literal('vote'), ballot, member, value }),
  post('deliver'),
  post('hold'),
  post('release'),
  post('drop'),
  post('duplicate'),
  v.strictObject({ type: v.literal('crash'), member }),
  v.strictObject({ type: v.literal('restart'), member, memory: v.picklist(['kept', 'lost']) }),
  v.strictObject({
    type: v.literal('set-up'),
    board: v.pipe(
      v.strictObject({
        acceptors: size(LARGEST.acceptors),
        values: size(LARGEST.values),
        ballots: size(LARGEST.ballots),
        quorums1: quorums,
        quorums2: quorums,
        broken: v.nullable(
          v.picklist([
            'skip-phase-1',
            'equivocate',
            'ignore-votes',
            'omit-votes',
            'break-promise',
            'copy-any',
            'amnesia',
          ]),
        ),
      }),
      v.check(
        ({ acceptors, quorums1, quorums2 }) =>
          [...quorums1, ...quorums2].every((q) => q < 2 ** acceptors),
        'A quorum names a member who is not there',
      ),
    ),
  }),
]);
