import { duesOf, type Hatch } from '../engine/run/hatches.ts';
import type { Tally } from '../engine/run/tally.ts';
import type { FlpState } from '../engine/run/types.ts';
import { sayingsOf } from '../engine/run/words.ts';

/** A line of the model; an edited one has what is written in its place. */
export interface ModelLine {
  readonly text: string;
  readonly instead: string | null;
}

/** What the edit says about this very moment. */
export interface Reading {
  readonly text: string;
  /** How much of a bar is left, 0 to 1; `null` for no bar. */
  readonly left: number | null;
  readonly tone: 'plain' | 'urgent' | 'gone';
}

export interface HatchView {
  readonly title: string;
  readonly lines: readonly ModelLine[];
  readonly readingTitle: string;
  readonly readings: readonly Reading[];
  /** What was counted, in the model as it is and as edited. */
  readonly rows: readonly {
    readonly what: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly gains: string;
  readonly impossible: string;
}

const MODEL: readonly { readonly text: string; readonly hatch: Hatch | null }[] = [
  { text: 'Who takes the next step is for the scheduler to choose.', hatch: null },
  { text: 'A message takes any number of steps.', hatch: 'deadlines' },
  { text: 'Nobody can find out who has stopped.', hatch: 'detector' },
  { text: 'How a coin falls is for the scheduler to choose.', hatch: 'fair-coin' },
];

const EDITS: Readonly<
  Record<
    Hatch,
    Pick<HatchView, 'title' | 'gains' | 'impossible' | 'readingTitle'> & { instead: string }
  >
> = {
  deadlines: {
    title: 'Deadlines',
    instead: 'A message takes 6 steps at most, and a timeout is longer than all that together.',
    readingTitle: 'Due',
    gains:
      'Silence now means a crash. Nobody suspects the living, and three-phase commit neither disagrees nor waits.',
    impossible:
      'To keep the promise when the network breaks it: one message later than its deadline, and the old model is back, with its disagreement.',
  },
  detector: {
    title: 'A failure detector',
    instead: 'A detector names those who have stopped, and never one who lives.',
    readingTitle: 'The detector says',
    gains:
      'The second ballot waits until the owner of the first is dead. Nobody is overtaken, and every end has a decision.',
    impossible:
      'To build this detector in the old model: whoever could, could also decide there. Real ones are wrong for a while, and then ballots duel again.',
  },
  'fair-coin': {
    title: 'A fair coin',
    instead: 'A coin falls by itself, 0 or 1 with equal chances.',
    readingTitle: 'Tossed so far',
    gains:
      'The scheduler can no longer choose the toss that keeps it open. A run without a decision has probability 0.',
    impossible:
      'To say by when: runs without a decision are still there, and every number of rounds can be exceeded.',
  },
};

export function hatchView(state: FlpState, before: Tally | null, after: Tally | null): HatchView {
  const hatch = state.config.hatch!;
  const { instead, ...words } = EDITS[hatch];
  return {
    ...words,
    lines: MODEL.map((line) => ({
      text: line.text,
      instead: line.hatch === hatch ? instead : null,
    })),
    readings: READ[hatch](state),
    rows: hatch === 'fair-coin' ? chances(state) : counts(before, after),
  };
}

const READ: Readonly<Record<Hatch, (state: FlpState) => readonly Reading[]>> = {
  deadlines: duesNow,
  detector: ({ stopped }) =>
    stopped.map((gone, p) => ({
      text: gone ? `p${p} has stopped` : `p${p} is alive`,
      left: null,
      tone: gone ? 'gone' : 'plain',
    })),
  'fair-coin'(state) {
    const coins = tossesOf(state);
    if (coins === '') return [{ text: 'nothing yet', left: null, tone: 'plain' }];
    return [...coins].map((coin, i) => ({
      text: `toss ${i + 1} fell ${coin}`,
      left: null,
      tone: 'plain',
    }));
  },
};

const SHOWN = 5;

function duesNow(state: FlpState): readonly Reading[] {
  const { short } = sayingsOf(state.config.protocol);
  const dues = duesOf(state);
  if (dues.length === 0) {
    return [{ text: 'nothing: whoever still waits may give up', left: null, tone: 'plain' }];
  }
  return dues.slice(0, SHOWN).map(({ p, message, within }) => ({
    text: `${message === null ? `p${p} begins` : `${short(message)} to p${p}`}: ${within}`,
    left: within / 6,
    tone: within <= 2 ? 'urgent' : 'plain',
  }));
}

function counts(before: Tally | null, after: Tally | null): HatchView['rows'] {
  const show = (tally: Tally | null, of: (t: Tally) => number) =>
    tally ? of(tally).toLocaleString('en') : '…';
  const row = (what: string, of: (t: Tally) => number) => ({
    what,
    before: show(before, of),
    after: show(after, of),
  });
  return [
    row('configurations, one crash allowed', (t) => t.configurations),
    row('of them with two decisions', (t) => t.conflicted),
    row('ends where all that live have decided', (t) => t.decided),
    row('ends where somebody waits for good', (t) => t.waiting),
  ];
}

/** How the coins fell in the run, in order. */
export function tossesOf(state: FlpState): string {
  let coins = '';
  for (let at = state.trail; at; at = at.before) coins = at.coins + coins;
  return coins;
}

function chances(state: FlpState): HatchView['rows'] {
  const tosses = tossesOf(state).length;
  const half = (n: number) => (n === 0 ? '1' : `1/${2 ** n}`);
  return [
    { what: 'chance that the tosses so far fell so', before: 'chosen', after: half(tosses) },
    { what: 'chance of ten bad ones in a row', before: 'chosen', after: half(10) },
    { what: 'chance of bad ones for ever', before: 'chosen', after: '0' },
  ];
}
