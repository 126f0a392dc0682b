import type { Local } from '../protocol.ts';

/** One step of one process, as a protocol's own words are made from it. */
export interface Taken {
  readonly p: number;
  readonly processes: number;
  readonly message: string | null;
  readonly from: number | null;
  readonly before: Local;
  readonly after: Local;
  /** Messages sent by it. */
  readonly sends: readonly { readonly to: number; readonly message: string }[];
}

/** A line about a process: what it has gathered. */
export interface Fact {
  readonly label: string;
  /** One for each place there is; `null` is one still missing. */
  readonly values: readonly (string | null)[];
}

/** How one protocol speaks of itself. */
export interface Sayings {
  readonly title: string;
  /** What is said under a process's name; empty for none. */
  role(p: number): string;
  /** What happened, without its subject: `votes yes`. Only for steps that change something. */
  did(taken: Taken): string;
  /** The same before it is done, as short as a button: `vote arrives`. */
  would(taken: Taken): string;
  /** A message as it stands in the bag. */
  short(message: string): string;
  facts(local: Local, p: number, processes: number): readonly Fact[];
  /** What it is waiting for, or has done. */
  status(local: Local, p: number, processes: number): string;
}

export const begun = (local: Local): boolean => (local.data as { begun: boolean }).begun;
export const yesOrNo = (value: number | string): string => (String(value) === '1' ? 'yes' : 'no');
export const decidedBy = ({ before, after }: Taken): 0 | 1 | null =>
  before.output === null ? after.output : null;
