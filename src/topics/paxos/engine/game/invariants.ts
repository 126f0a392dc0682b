import { specEngine } from '../spec/paxos.ts';
import type { GameState } from './types.ts';

/** The promises of the specification, asked of the counted state. */
export const invariants: Readonly<Record<string, (state: GameState) => string | null>> =
  Object.fromEntries(
    Object.entries(specEngine.invariants).map(([name, check]) => [
      name,
      // The player puts its own full stop.
      ({ spec }: GameState) => check(spec)?.replace(/\.$/, '') ?? null,
    ]),
  );
