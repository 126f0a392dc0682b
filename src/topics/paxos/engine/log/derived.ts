import { majorityOf, membersOf } from '../spec/board.ts';
import { type Command, type LogState, type Member, NO_OP, NONE, type Vote } from './types.ts';

/** Ballots have their leaders in turn. */
export function leaderOf({ config }: LogState, ballot: number): number {
  return ballot % config.members;
}

export function quorumOf({ config }: LogState): number {
  return majorityOf(config.members);
}

/** The ballot that has a leader now: the highest whose leader is there and bound to no other. */
export function currentBallot(state: LogState): number {
  return state.terms.findLastIndex(
    (term, ballot) => term.open && state.members[leaderOf(state, ballot)]!.promised === ballot,
  );
}

/** Enough promises have been heard: phase 1 of this ballot is over, for every slot. */
export function isPrepared(state: LogState, ballot: number): boolean {
  return state.terms[ballot]!.heard.length >= quorumOf(state);
}

/** How many have accepted in one ballot and slot. */
export function votesIn(state: LogState, ballot: number, slot: number): number {
  return membersOf(state.terms[ballot]!.votes[slot]!).length;
}

export function isChosenIn(state: LogState, ballot: number, slot: number): boolean {
  return votesIn(state, ballot, slot) >= quorumOf(state);
}

/** The ballots in which a slot is chosen, ascending. */
export function choosingBallots(state: LogState, slot: number): readonly number[] {
  return state.terms.map((_, ballot) => ballot).filter((b) => isChosenIn(state, b, slot));
}

/** What is chosen in a slot, whether anybody knows it or not. */
export function chosenIn(state: LogState, slot: number): Command | null {
  const ballot = choosingBallots(state, slot)[0];
  return ballot === undefined ? null : state.terms[ballot]!.proposed[slot]!;
}

/** The slots a member has applied: what it knows, up to its first hole. */
export function appliedBy(state: LogState, { known }: Member): readonly number[] {
  const slots = known.map((_, slot) => slot).filter((slot) => known[slot] !== null);
  if (state.config.broken === 'apply-over-holes') return slots;
  return slots.filter((slot, i) => slot === i);
}

/** The reported vote with the highest ballot in one slot, as the leader has heard. */
export function highestReport(state: LogState, ballot: number, slot: number): Vote | null {
  let highest: Vote | null = null;
  for (const { votes } of state.terms[ballot]!.heard) {
    const vote = votes[slot];
    if (vote && (highest === null || vote.ballot > highest.ballot)) highest = vote;
  }
  return highest;
}

/** What a leader has to put into a slot, as far as it has heard. */
export type Duty =
  /** It has proposed there in this ballot. */
  | { readonly kind: 'proposed'; readonly value: Command }
  /** It knows what is chosen there. */
  | { readonly kind: 'known'; readonly value: Command }
  | { readonly kind: 'copy'; readonly value: Command; readonly from: number }
  | { readonly kind: 'gap'; readonly value: Command }
  /** `value` is the client's command whose turn it is; `null` where none waits or another slot is first. */
  | { readonly kind: 'free'; readonly value: Command | null };

/** By slot. Means what it says once a quorum has been heard. */
export function dutiesOf(state: LogState, ballot: number): readonly Duty[] {
  const term = state.terms[ballot]!;
  const { known } = state.members[leaderOf(state, ballot)]!;
  const reports = term.proposed.map((_, slot) => highestReport(state, ballot, slot));
  const top = reports.findLastIndex((r, slot) => r !== null || known[slot] !== null);
  const next = nextCommand(state, ballot);
  let free = true;
  return term.proposed.map((proposed, slot): Duty => {
    const [report, chosen] = [reports[slot], known[slot]];
    if (proposed !== null) return { kind: 'proposed', value: proposed };
    if (chosen) return { kind: 'known', value: chosen };
    if (report) return { kind: 'copy', value: report.value, from: report.ballot };
    if (slot < top) return { kind: 'gap', value: NO_OP };
    const duty: Duty = { kind: 'free', value: free ? next : null };
    free = false;
    return duty;
  });
}

/** The first of the clients' commands that the leader of a ballot has no slot for. */
export function nextCommand(state: LogState, ballot: number): Command | null {
  const term = state.terms[ballot]!;
  const { known } = state.members[leaderOf(state, ballot)]!;
  const placed = new Set<Command | null>([...term.proposed, ...known]);
  term.proposed.forEach((_, slot) => {
    placed.add(highestReport(state, ballot, slot)?.value ?? null);
  });
  const sent = state.config.commands.slice(0, state.submitted);
  return sent.find((command) => !placed.has(command)) ?? null;
}

/** Who is there to tell a member of a slot: the leader if it knows, else the first who does. */
export function tellerOf(state: LogState, member: number, slot: number): number {
  const knows = (other: number) =>
    other !== member && state.members[other]!.up && state.members[other]!.known[slot] !== null;
  const ballot = currentBallot(state);
  if (ballot !== NONE && knows(leaderOf(state, ballot))) return leaderOf(state, ballot);
  return state.members.findIndex((_, other) => knows(other));
}

/** Who of the others knows most that a member does not; `NONE` if nobody knows anything new. */
export function bestTeller(state: LogState, member: number): number {
  const mine = state.members[member]!.known;
  let best = NONE;
  let most = 0;
  state.members.forEach(({ up, known }, other) => {
    if (!up || other === member) return;
    const news = known.filter((value, slot) => value !== null && mine[slot] === null).length;
    if (news > most) {
      best = other;
      most = news;
    }
  });
  return best;
}
