import fc from 'fast-check';
import { type BoardSize, boardOf } from '../../spec/board.ts';
import { BROKEN_RULES, NONE } from '../../spec/types.ts';
import { gameEngine } from '../engine.ts';
import { isAsked, proposedIn } from '../letters.ts';
import type {
  GameAction,
  GameConfig,
  GameEvent,
  GameState,
  LetterKind,
  LetterName,
} from '../types.ts';

const SIZES: readonly BoardSize[] = [
  { acceptors: 3, values: 2, ballots: 2 },
  { acceptors: 3, values: 3, ballots: 4 },
  { acceptors: 4, values: 2, ballots: 3 },
  { acceptors: 5, values: 2, ballots: 4 },
  { acceptors: 5, values: 3, ballots: 6 },
  { acceptors: 3, values: 2, ballots: 3, quorum1: 1, quorum2: 3 },
  { acceptors: 3, values: 2, ballots: 3, quorum1: 3, quorum2: 1 },
];

/** Fair boards of several sizes, with answers at once and by letter, led by all or by two. */
export const FAIR: readonly GameConfig[] = SIZES.map((size) => boardOf(size)).flatMap((board) => [
  { board, replies: 'at-once' },
  { board, replies: 'posted' },
  { board, replies: 'at-once', leaders: 2 },
]);

/** A small board with each of the rules off. */
export const UNFAIR: readonly GameConfig[] = BROKEN_RULES.map((broken) => ({
  board: boardOf({ acceptors: 3, values: 2, ballots: 3, broken }),
  replies: 'at-once',
}));

/** What a random game is made of: each number is one move, or the try at one. */
export const drawsOf = (most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: 0x7fffffff }), { minLength: 8, maxLength: most, size: 'max' });

/** Several small numbers out of one large one. */
function dice(draw: number): (sides: number) => number {
  let left = draw;
  return (sides) => {
    const rolled = left % sides;
    left = Math.floor(left / sides);
    return rolled;
  };
}

const effectOf = ({ kind, ballot, member, value }: LetterName): GameAction => {
  if (kind === '1a') return { type: 'promise', ballot, member };
  if (kind === '2a') return { type: 'vote', ballot, member, value };
  return { type: 'deliver', kind, ballot, member, value };
};

const HANDLING = ['deliver', 'hold', 'release', 'drop', 'duplicate'] as const;

/** The ballot whose leader spoke last, or at times any: rivals should meet, and come through. */
function someBallot(state: GameState, roll: (sides: number) => number): number {
  const { ballots } = state.config.board;
  const any = roll(ballots);
  const open = state.post.at(-1)?.ballot;
  return open === undefined || roll(4) === 0 ? any : open;
}

/** What a ballot wants next: to be asked for, promised, proposed in or voted in. */
function forward(state: GameState, roll: (sides: number) => number): GameAction {
  const { acceptors, values } = state.config.board;
  const ballot = someBallot(state, roll);
  const member = roll(acceptors);
  const value = roll(values);
  if (!isAsked(state, ballot)) return { type: 'ask', ballot };
  const [proposed] = proposedIn(state, ballot);
  if (proposed !== undefined) return { type: 'vote', ballot, member, value: proposed };
  return roll(3) === 0 ? { type: 'propose', ballot, value } : { type: 'promise', ballot, member };
}

/** The move, or the try at one, that a draw stands for; most bring the game on. */
function suggested(state: GameState, draw: number): GameAction {
  const roll = dice(draw);
  const kind = roll(16);
  if (kind < 8 || state.post.length === 0) return forward(state, roll);
  if (kind < 15) {
    const letter = state.post[roll(state.post.length)]!;
    const { kind: what, ballot, member, value } = letter;
    if (kind < 13) return effectOf(letter);
    return { type: HANDLING[roll(HANDLING.length)]!, kind: what, ballot, member, value };
  }
  const member = roll(state.config.board.acceptors);
  return roll(3) === 0 ? { type: 'crash', member } : { type: 'restart', member, memory: 'kept' };
}

const TRIES = 4;

/** A move that may be made, by the draw; `null` where none of those that it meant may. */
function moveFrom(state: GameState, draw: number): GameAction | null {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const action = suggested(state, Math.floor(draw / 5 ** attempt));
    if (gameEngine.explain(state, action) === null) return action;
  }
  return null;
}

export interface Played {
  readonly index: number;
  readonly state: GameState;
  readonly action: GameAction | null;
  readonly events: readonly GameEvent[];
}

/** The frames of a random game. */
export function playedFrom(config: GameConfig, draws: readonly number[]): readonly Played[] {
  let state = gameEngine.init(config, 1);
  const frames: Played[] = [{ index: 0, state, action: null, events: [] }];
  for (const draw of draws) {
    const action = moveFrom(state, draw);
    if (!action) continue;
    const step = gameEngine.step(state, action);
    state = step.state;
    frames.push({ index: frames.length, state, action, events: step.events });
  }
  return frames;
}

/** Members, ballots and colours, also some that no board has. */
const anyNumber = fc.integer({ min: NONE, max: 9 });
const anyKind = fc.constantFrom<LetterKind>('1a', '1b', '2a', '2b');
const handled = (type: (typeof HANDLING)[number]) =>
  fc.record({
    type: fc.constant(type),
    kind: anyKind,
    ballot: anyNumber,
    member: anyNumber,
    value: anyNumber,
  });

/** An action of any type, most of which may not be taken. */
export const anyAction: fc.Arbitrary<GameAction> = fc.oneof(
  fc.record({ type: fc.constant('ask' as const), ballot: anyNumber }),
  fc.record({ type: fc.constant('promise' as const), ballot: anyNumber, member: anyNumber }),
  fc.record({ type: fc.constant('propose' as const), ballot: anyNumber, value: anyNumber }),
  fc.record({
    type: fc.constant('vote' as const),
    ballot: anyNumber,
    member: anyNumber,
    value: anyNumber,
  }),
  ...HANDLING.map(handled),
  fc.record({ type: fc.constant('crash' as const), member: anyNumber }),
  fc.record({
    type: fc.constant('restart' as const),
    member: anyNumber,
    memory: fc.constantFrom('kept' as const, 'lost' as const),
  }),
  fc.record({
    type: fc.constant('set-up' as const),
    board: fc
      .record({
        acceptors: fc.integer({ min: 1, max: 5 }),
        values: fc.integer({ min: 1, max: 3 }),
        ballots: fc.integer({ min: 1, max: 4 }),
        broken: fc.constantFrom(null, ...BROKEN_RULES),
      })
      .map(boardOf),
  }),
);

/** Whether an action names a member, a ballot or a colour that its board does not have. */
export function isBeyond({ config: { board } }: GameState, action: GameAction): boolean {
  if (action.type === 'set-up') return false;
  const within = (n: number, size: number) => n >= 0 && n < size;
  if ('member' in action && !within(action.member, board.acceptors)) return true;
  if ('ballot' in action && !within(action.ballot, board.ballots)) return true;
  // A letter of phase 1 carries no colour.
  const phase1 = 'kind' in action && (action.kind === '1a' || action.kind === '1b');
  return 'value' in action && !phase1 && !within(action.value, board.values);
}

/** Whether two colours are proposed in different ballots: a game worth having. */
export function isContested(state: GameState): boolean {
  const { ballots } = state.config.board;
  const proposed = Array.from({ length: ballots }, (_, ballot) => proposedIn(state, ballot)).flat();
  return new Set(proposed).size > 1;
}
