import type { Protocol } from '../protocol.ts';
import { leader } from './leader.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';
import { majority, waitFor } from './wait.ts';

export const PROTOCOLS = [
  'wait-all',
  'wait-majority',
  'leader',
  'two-phase-commit',
  'two-phase-commit-timeout',
] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

/** A protocol by name, as configurations and the command line say it. */
export interface Choice {
  readonly name: ProtocolName;
  /** 2 to 4. */
  readonly processes: number;
}

/** Throws `RangeError` for what there is not. */
export function protocolOf({ name, processes }: Choice): Protocol {
  if (!Number.isInteger(processes) || processes < 2 || processes > 4) {
    throw new RangeError(`There are protocols for 2 to 4 processes, not for ${processes}.`);
  }
  const made: Record<ProtocolName, () => Protocol> = {
    'wait-all': () => waitFor(processes, processes),
    'wait-majority': () => waitFor(processes, majority(processes)),
    leader: () => leader(processes),
    'two-phase-commit': () => twoPhaseCommit(processes, false),
    'two-phase-commit-timeout': () => twoPhaseCommit(processes, true),
  };
  return made[name]();
}
