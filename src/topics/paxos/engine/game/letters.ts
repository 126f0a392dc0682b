import { type Message, NONE } from '../spec/types.ts';
import type { GameState, Letter, LetterName } from './types.ts';

/** Ballots have their leaders in turn. */
export function leaderOf(state: GameState, ballot: number): number {
  return ballot % (state.config.leaders ?? state.config.board.acceptors);
}

export function isAway(state: GameState, member: number): boolean {
  return (state.away & (1 << member)) !== 0;
}

export function sameLetter(a: LetterName, b: LetterName): boolean {
  return a.kind === b.kind && a.ballot === b.ballot && a.member === b.member && a.value === b.value;
}

export function findLetter(state: GameState, name: LetterName): Letter | null {
  return state.post.find((letter) => sameLetter(letter, name)) ?? null;
}

/** Who reads it: the member where the leader writes, the leader where a member answers. */
export function readerOf(state: GameState, { kind, ballot, member }: LetterName): number {
  return kind === '1a' || kind === '2a' ? member : leaderOf(state, ballot);
}

export function writerOf(state: GameState, { kind, ballot, member }: LetterName): number {
  return kind === '1a' || kind === '2a' ? leaderOf(state, ballot) : member;
}

export type Report = Extract<Message, { type: '1b' }>;

/** The promises that the leader of a ballot has received, by member; a member's newest last. */
export function heardBy(state: GameState, ballot: number): readonly Report[] {
  const arrived = state.post.filter((l) => l.kind === '1b' && l.ballot === ballot && l.arrived > 0);
  const members = new Set(arrived.map((l) => l.member));
  return state.spec.messages
    .filter((m) => m.type === '1b' && m.ballot === ballot)
    .map((m) => m as Report)
    .filter((m) => members.has(m.acceptor));
}

/** The same as a set of members. */
export function heardFrom(state: GameState, ballot: number): number {
  return heardBy(state, ballot).reduce((set, { acceptor }) => set | (1 << acceptor), 0);
}

/** The values proposed in a ballot: one, unless its leader may equivocate. */
export function proposedIn(state: GameState, ballot: number): readonly number[] {
  const found: number[] = [];
  for (const m of state.spec.messages) {
    if (m.type === '2a' && m.ballot === ballot) found.push(m.value);
  }
  return found;
}

export function isAsked(state: GameState, ballot: number): boolean {
  return state.spec.messages.some((m) => m.type === '1a' && m.ballot === ballot);
}

/** What a member voted for in a ballot: the first where it voted twice; `NONE` where it did not. */
export function voteOf(state: GameState, member: number, ballot: number): number {
  return votesOf(state, member, ballot)[0] ?? NONE;
}

export function votesOf(state: GameState, member: number, ballot: number): readonly number[] {
  const found: number[] = [];
  for (const m of state.spec.messages) {
    if (m.type === '2b' && m.ballot === ballot && m.acceptor === member) found.push(m.value);
  }
  return found;
}

/** The quorum of votes that the leader of a ballot has received, and for what; `NONE` if none. */
export function learnedBy(state: GameState, ballot: number): number {
  const { board } = state.config;
  for (let value = 0; value < board.values; value += 1) {
    const from = state.post
      .filter((l) => l.kind === '2b' && l.ballot === ballot && l.value === value && l.arrived > 0)
      .reduce((set, l) => set | (1 << l.member), 0);
    if (board.quorums2.some((q) => (q & from) === q)) return value;
  }
  return NONE;
}

/** Changes one letter. */
export function withLetter(
  post: readonly Letter[],
  name: LetterName,
  change: Partial<Letter>,
): readonly Letter[] {
  return post.map((letter) => (sameLetter(letter, name) ? { ...letter, ...change } : letter));
}

/** Puts letters on their way; one that is there already and lost goes again. */
export function posted(
  post: readonly Letter[],
  names: readonly LetterName[],
  arrives: boolean,
): readonly Letter[] {
  let now = post;
  for (const name of names) {
    const old = now.find((letter) => sameLetter(letter, name));
    const fresh = { waiting: arrives ? 0 : 1, arrived: arrives ? 1 : 0 };
    if (!old) now = [...now, { ...name, held: false, dropped: false, ...fresh }];
    else if (arrives) now = withLetter(now, name, { arrived: old.arrived + 1 });
    else if (old.dropped) now = withLetter(now, name, { dropped: false, waiting: 1 });
  }
  return now;
}
