import { isAway, leaderOf, readerOf, sameLetter, writerOf } from '../engine/game/letters.ts';
import type { GameEvent, GameState, Letter, LetterName } from '../engine/game/types.ts';
import { NONE } from '../engine/spec/types.ts';
import type { GameFrame } from './board-view.ts';

/** A letter's way through the run: written at one frame, read at another. */
export interface Arrow {
  readonly letter: LetterName;
  readonly writer: number;
  readonly reader: number;
  /** The frame that wrote it. */
  readonly from: number;
  /** The frame at which it arrived, or was lost, or the frame shown while it is on its way. */
  readonly to: number;
  readonly fate: 'arrived' | 'ignored' | 'lost' | 'held' | 'waiting';
  /** The move of the frame shown. */
  readonly now: boolean;
}

/** Something a member did by itself, on its own line. */
export interface Deed {
  readonly member: number;
  readonly frame: number;
  readonly kind: 'ask' | 'promise' | 'propose' | 'vote' | 'learn' | 'crash' | 'restart';
  readonly value: number;
  readonly ballot: number;
  readonly decides: boolean;
}

/** When a member was away: from a frame to another, or to the last shown. */
export interface Absence {
  readonly member: number;
  readonly from: number;
  readonly to: number;
}

export interface MessagesView {
  readonly arrows: readonly Arrow[];
  readonly deeds: readonly Deed[];
  readonly absences: readonly Absence[];
}

const names = new Set(['ask', 'promise', 'propose', 'vote', 'learn', 'crash', 'restart']);

/** The run up to a frame, as lines from those who wrote to those who read. */
export function messagesView(frames: readonly GameFrame[], shown: number): MessagesView {
  const until = frames.slice(0, shown + 1);
  return {
    arrows: arrowsIn(until),
    deeds: until.flatMap(deedsOf),
    absences: absencesIn(until),
  };
}

function deedsOf({ index, events }: GameFrame): Deed[] {
  const decides = events.some((e) => e.kind === 'decide');
  return events
    .filter((e): e is GameEvent => names.has(e.kind) && e.member !== NONE)
    .map(({ member, kind, value, ballot }) => ({
      member,
      frame: index,
      kind: kind as Deed['kind'],
      value,
      ballot,
      decides: decides && kind === 'vote',
    }));
}

/**
 * Every copy of every letter that was put on its way, and what became of each:
 * the first that was sent is the first that arrives.
 */
function arrowsIn(until: readonly GameFrame[]): readonly Arrow[] {
  const last = until.length - 1;
  const open = new Map<string, number[]>();
  /** In the order they were written. */
  const arrows: Arrow[] = [];
  for (let at = 1; at <= last; at += 1) {
    const before = until[at - 1]!.state;
    const { state, events } = until[at]!;
    const ignored = events.some((e) => e.kind === 'ignore');
    for (const letter of state.post) {
      const was = find(before, letter);
      const key = `${letter.kind}/${letter.ballot}/${letter.member}/${letter.value}`;
      const queue = open.get(key) ?? [];
      const arrived = letter.arrived - (was?.arrived ?? 0);
      const lost = letter.dropped && !was?.dropped;
      const left = lost ? (was?.waiting ?? 0) : letter.waiting + arrived;
      for (let sent = left - (was?.waiting ?? 0); sent > 0; sent -= 1) {
        queue.push(arrows.push(sentAt(state, letter, at)) - 1);
      }
      const end = (index: number, fate: Arrow['fate']) => {
        arrows[index] = { ...arrows[index]!, to: at, fate, now: at === last };
      };
      for (const index of queue.splice(0, arrived)) end(index, ignored ? 'ignored' : 'arrived');
      if (lost) for (const index of queue.splice(0)) end(index, 'lost');
      open.set(key, queue);
    }
  }
  for (const index of [...open.values()].flat()) {
    const arrow = arrows[index]!;
    const held = find(until[last]!.state, arrow.letter)?.held;
    arrows[index] = { ...arrow, to: last, fate: held ? 'held' : 'waiting' };
  }
  return arrows;
}

function sentAt(state: GameState, { kind, ballot, member, value }: Letter, from: number): Arrow {
  const letter = { kind, ballot, member, value };
  const ends = { writer: writerOf(state, letter), reader: readerOf(state, letter) };
  return { letter, ...ends, from, to: from, fate: 'waiting', now: false };
}

function find(state: GameState, letter: LetterName): Letter | undefined {
  return state.post.find((l) => sameLetter(l, letter));
}

function absencesIn(until: readonly GameFrame[]): Absence[] {
  const found: Absence[] = [];
  const members = until[0]?.state.config.board.acceptors ?? 0;
  for (let member = 0; member < members; member += 1) {
    let from = -1;
    for (const { index, state } of until) {
      const away = isAway(state, member);
      if (away && from < 0) from = index;
      if (!away && from >= 0) {
        found.push({ member, from, to: index });
        from = -1;
      }
    }
    if (from >= 0) found.push({ member, from, to: until.length - 1 });
  }
  return found;
}

/** A letter in the tray. */
export interface TrayItem {
  readonly letter: LetterName;
  readonly writer: number;
  readonly reader: number;
  readonly copies: number;
  readonly held: boolean;
  readonly says: string;
  readonly value: number;
  readonly after: string;
}

/** All that is on its way, in the order it was written. */
export function trayOf(state: GameState): readonly TrayItem[] {
  return state.post
    .filter((l) => l.waiting > 0)
    .map(({ kind, ballot, member, value, waiting, held }) => ({
      letter: { kind, ballot, member, value },
      writer: writerOf(state, { kind, ballot, member, value }),
      reader: readerOf(state, { kind, ballot, member, value }),
      copies: waiting,
      held,
      says: { '1a': `promise ${ballot}?`, '1b': `promised ${ballot}`, '2a': 'vote', '2b': 'voted' }[
        kind
      ],
      value,
      after: kind === '2a' ? `in ${ballot}?` : kind === '2b' ? `in ${ballot}` : '',
    }));
}

/** Whether a letter belongs to a ballot that is picked out, or to a member; all do where neither is. */
export function isPicked(
  state: GameState,
  letter: LetterName,
  selected: Readonly<Record<string, number>>,
): boolean {
  if (selected.ballot !== undefined && letter.ballot !== selected.ballot) return false;
  const ends = [letter.member, leaderOf(state, letter.ballot)];
  return selected.member === undefined || ends.includes(selected.member);
}
