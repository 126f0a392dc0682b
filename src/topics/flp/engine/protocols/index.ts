import type { Protocol } from '../protocol.ts';
import { initiallyDead } from './initially-dead.ts';
import { leader } from './leader.ts';
import { majorityRounds, type Tie } from './majority-rounds.ts';
import { paxos } from './paxos.ts';
import { threePhaseCommit } from './three-phase-commit.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';
import { majority, waitFor } from './wait.ts';

export const PROTOCOLS = [
  'wait-all',
  'wait-majority',
  'leader',
  'two-phase-commit',
  'two-phase-commit-timeout',
  'three-phase-commit-timeout',
  'initially-dead',
  'paxos',
  'majority-rounds',
] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

/** A protocol by name, as configurations and the command line say it. */
export interface Choice {
  readonly name: ProtocolName;
  /** 2 to 4; majority rounds are for 3. */
  readonly processes: number;
  /** Of Paxos: how many ballots there are, 1 unless told. */
  readonly ballots?: number;
  /** Of majority rounds: what a tie makes of the estimate, 1 unless told. */
  readonly tie?: Tie;
  /** Of majority rounds: the phases that the fastest may be ahead where they are explored, 2 unless told. */
  readonly lead?: number;
}

/** Throws `RangeError` for what there is not. */
export function protocolOf({ name, processes, ballots = 1, tie = 'one', lead }: Choice): Protocol {
  if (!Number.isInteger(processes) || processes < 2 || processes > 4) {
    throw new RangeError(`There are protocols for 2 to 4 processes, not for ${processes}.`);
  }
  if (!Number.isInteger(ballots) || ballots < 1 || ballots > processes) {
    throw new RangeError(`${processes} processes have 1 to ${processes} ballots, not ${ballots}.`);
  }
  if (name === 'majority-rounds' && processes !== 3) {
    throw new RangeError(`Majority rounds are for 3 processes, not for ${processes}.`);
  }
  const made: Record<ProtocolName, () => Protocol> = {
    'wait-all': () => waitFor(processes, processes),
    'wait-majority': () => waitFor(processes, majority(processes)),
    leader: () => leader(processes),
    'two-phase-commit': () => twoPhaseCommit(processes, false),
    'two-phase-commit-timeout': () => twoPhaseCommit(processes, true),
    'three-phase-commit-timeout': () => threePhaseCommit(processes),
    'initially-dead': () => initiallyDead(processes),
    paxos: () => paxos(processes, ballots),
    'majority-rounds': () => majorityRounds({ tie, ...(lead && { lead }) }),
  };
  return made[name]();
}
