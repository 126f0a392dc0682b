import { isSound, specInvariants } from '../spec/invariants.ts';
import type { GameState } from './types.ts';

/**
 * The promises of the specification, asked of the counted state. Where a rule is
 * off, or quorums need not meet, only that two colours do not win: the others are
 * broken on the way there, and that is what the reader came to see.
 */
export const invariants: Readonly<Record<string, (state: GameState) => string | null>> =
  Object.fromEntries(
    Object.entries(specInvariants).map(([name, check]) => [
      name,
      ({ spec }: GameState) => {
        if (name !== 'agreement' && !isSound(spec.board)) return null;
        // The player puts its own full stop.
        return check(spec)?.replace(/\.$/, '') ?? null;
      },
    ]),
  );
