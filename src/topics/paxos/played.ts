import { type AnyScenario, type Frame, type Scenario, scripted } from '../../lab/engine.ts';
import { gameEngine } from './engine/game/engine.ts';
import { game } from './engine/game/script.ts';
import type { GameAction, GameConfig, GameEvent, GameState } from './engine/game/types.ts';
import { type BoardSize, boardOf } from './engine/spec/board.ts';
import { loadGameActionSchema } from './load-action-schema.ts';

type GameFrame = Frame<GameState, GameAction, GameEvent>;
type GameScenario = Scenario<GameConfig, GameState, GameAction, GameEvent>;
type Made = 'engine' | 'actionSchema' | 'config' | 'seed' | 'limit' | 'course';

/** Long enough for a reader's own game after the end of a run. */
const FRAMES_AT_MOST = 160;

export interface Game {
  readonly board: BoardSize;
  readonly replies?: GameConfig['replies'];
  readonly leaders?: number;
  /** As `game()` reads it, or as it is. */
  readonly moves: string | readonly GameAction[];
}

/** A scenario that plays a written game, and leaves the rest to the reader after a what-if. */
export function played(
  { board, replies = 'at-once', leaders, moves }: Game,
  named: Omit<GameScenario, Made>,
): AnyScenario {
  const scenario: GameScenario = {
    engine: gameEngine,
    actionSchema: loadGameActionSchema,
    config: { board: boardOf(board), replies, ...(leaders && { leaders }) },
    seed: 1,
    limit: FRAMES_AT_MOST,
    course: scripted(typeof moves === 'string' ? game(moves) : moves),
    ...named,
  };
  return scenario;
}

/** The frame at which something happens: `on('promise', { ballot: 3, member: 2 })`. */
export function on(kind: GameEvent['kind'], where: Partial<GameEvent> = {}) {
  const wanted = Object.entries(where) as [keyof GameEvent, unknown][];
  return ({ events }: GameFrame): boolean =>
    events.some((e) => e.kind === kind && wanted.every(([key, value]) => e[key] === value));
}

/** The frame at which a second colour wins. */
export const twoWinners = ({ state, events }: GameFrame): boolean =>
  events.some((e) => e.kind === 'decide') && gameEngine.invariants.agreement!(state) !== null;
