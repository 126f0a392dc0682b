import { playStage } from '../engine/adversary.ts';
import type { Analysis } from '../engine/analysis.ts';
import { faultWords, findLasso, type Lasso } from '../engine/lasso.ts';
import type { FlpEvent } from '../engine/protocol.ts';
import { labelAt } from '../engine/run/outlook.ts';
import { processName, protocolFor } from '../engine/run/rules.ts';
import type { FlpAction, FlpState } from '../engine/run/types.ts';
import { eventName } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';
import { type Ring, ringOf } from './lasso-view.ts';

/** One step of the game so far. */
export interface Tile {
  readonly step: number;
  readonly name: string;
  /** Whether it is part of the loop that has been closed. */
  readonly looped: boolean;
}

export interface GameView {
  /** `null` while it is worked out, or beyond what was explored. */
  readonly label: Label | null;
  readonly title: string;
  readonly tone: 'open' | 'won' | 'lost' | 'waits';
  readonly lines: readonly string[];
  readonly tiles: readonly Tile[];
  /** The loop that has been closed last, fair or not. */
  readonly ring: Ring | null;
  /** Who has waited longest for its oldest message comes first. */
  readonly queue: readonly number[];
  /** What the adversary would do now; `null` where it cannot. */
  readonly stage: readonly FlpAction[] | null;
  readonly stageWords: string;
}

/** Where the game stands: is the question open still, and has a fair loop been closed? */
export function gameView(state: FlpState, analysis: Analysis | null): GameView {
  const events = eventsOf(state);
  const gone = state.stopped.flatMap((stopped, p) => (stopped ? [p] : []));
  const protocol = protocolFor(state.config.protocol);
  const decided = state.locals.findIndex((l) => l.output !== null);
  const lasso = decided < 0 ? findLasso(protocol, state.inputs, events, gone) : null;
  const label = analysis && labelAt(analysis, state);
  const queue = queueOf(state);
  const stage =
    analysis && label === 'bivalent' && gone.length === 0
      ? stageOf(state, analysis, queue[0]!)
      : null;
  return {
    label,
    ...verdict(state, label, lasso, decided, analysis !== null),
    tiles: events.map((event, i) => ({
      step: i + 1,
      name: eventName(state, event.p, event.message),
      looped: lasso !== null && i >= lasso.stem,
    })),
    ring: lasso && ringOf(state, events, lasso, analysis),
    queue,
    stage,
    stageWords: stage ? stageWords(state, queue[0]!, stage.length) : '',
  };
}

function eventsOf(state: FlpState): readonly FlpEvent[] {
  const events: FlpEvent[] = [];
  for (let at = state.trail; at; at = at.before) {
    events.push({ p: at.p, message: at.message, ...(at.coins && { coins: at.coins }) });
  }
  return events.reverse();
}

function queueOf({ served, stopped }: FlpState): readonly number[] {
  return served
    .map((_, p) => p)
    .filter((p) => !stopped[p])
    .sort((a, b) => served[a]! - served[b]! || a - b);
}

function stageOf(state: FlpState, analysis: Analysis, p: number): readonly FlpAction[] | null {
  const stage = playStage(analysis, state, p);
  if (!stage) return null;
  return stage.events.map(
    ({ coins, ...event }): FlpAction => ({ type: 'step', ...event, ...(coins && { coins }) }),
  );
}

function stageWords(state: FlpState, p: number, length: number): string {
  const oldest = state.buffer.find((m) => m.to === p)?.message ?? null;
  const before =
    length === 1 ? 'at once' : `after ${length - 1} other step${length === 2 ? '' : 's'}`;
  return `Next: ${eventName(state, p, oldest)}, ${before}`;
}

type Verdict = Pick<GameView, 'title' | 'tone' | 'lines'>;

const UNKNOWN = { working: 'Being worked out', beyond: 'Further than was explored' } as const;

function verdict(
  state: FlpState,
  label: Label | null,
  lasso: Lasso | null,
  decided: number,
  analysed: boolean,
): Verdict {
  if (decided >= 0) {
    const value = state.locals[decided]!.output;
    return {
      title: `${processName(decided)} has decided ${value}`,
      tone: 'lost',
      lines: ['The scheduler has lost. Go back to where it was open, and try another step.'],
    };
  }
  if (lasso) return loopVerdict(lasso, label);
  if (label === 'zero' || label === 'one') {
    return {
      title: `Only ${label === 'zero' ? 0 : 1} can be decided now`,
      tone: 'lost',
      lines: [
        'The last step that mattered has settled it. A fair run may still take for ever to say so.',
      ],
    };
  }
  const open = label === 'bivalent';
  return {
    title: open ? 'Both can still be decided' : UNKNOWN[analysed ? 'beyond' : 'working'],
    tone: open ? 'open' : 'waits',
    lines: ['Come back to where you were, with every process moving and every message received.'],
  };
}

function loopVerdict(lasso: Lasso, label: Label | null): Verdict {
  const on =
    lasso.rounds === 0 ? '' : lasso.rounds === 1 ? ', one round on' : `, ${lasso.rounds} rounds on`;
  const back = `Everything is as it was after step ${lasso.stem}${on}.`;
  if (lasso.faults.length === 0) {
    const both = label === 'bivalent' ? ' Both can still be decided, every time around.' : '';
    return {
      title: 'A fair loop: nobody ever decides',
      tone: 'won',
      lines: [
        `${back} These ${lasso.loop.length} steps may be repeated for ever: every process moves, every message arrives.${both}`,
      ],
    };
  }
  return {
    title: 'A loop, and not a fair one',
    tone: 'open',
    lines: [`${back} Repeated for ever:`, ...lasso.faults.map(faultWords)],
  };
}
