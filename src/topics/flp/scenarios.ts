import type { GenericSchema } from 'valibot';
import { type AnyScenario, type Frame, type Scenario, scripted } from '../../lab/engine.ts';
import type { Bit } from './engine/protocol.ts';
import { flpEngine } from './engine/run/engine.ts';
import type { FlpAction, FlpConfig, FlpState, RunEvent } from './engine/run/types.ts';

type FlpScenario = Scenario<FlpConfig, FlpState, FlpAction, RunEvent>;
type FlpFrame = Frame<FlpState, FlpAction, RunEvent>;
type Made = 'engine' | 'actionSchema' | 'seed' | 'limit' | 'course' | 'config';

async function loadSchema(): Promise<GenericSchema<unknown, FlpAction>> {
  return (await import('./action-schema.ts')).flpActionSchema;
}

interface Run {
  readonly protocol: FlpConfig['protocol'];
  readonly inputs: string;
  readonly faults?: number;
  /** As `moves()` reads it. */
  readonly moves: string;
}

/** A run that is written out, and left to the reader after a what-if. */
function scheduled({ protocol, inputs, faults = 1, moves }: Run, named: Omit<FlpScenario, Made>) {
  const scenario: FlpScenario = {
    engine: flpEngine,
    actionSchema: loadSchema,
    config: { protocol, inputs: [...inputs].map((bit) => Number(bit) as Bit), faults },
    seed: 1,
    limit: 200,
    course: scripted(movesOf(moves)),
    ...named,
  };
  return scenario as AnyScenario;
}

/** `p1 · p0 V1 · stop p2`: who takes a step, and what it receives, if anything. */
function movesOf(text: string): readonly FlpAction[] {
  return text
    .split('·')
    .map((move) => move.trim())
    .filter(Boolean)
    .map((move): FlpAction => {
      const [head, ...rest] = move.split(' ');
      if (head === 'stop') return { type: 'stop', p: Number(rest[0]!.slice(1)) };
      return { type: 'step', p: Number(head!.slice(1)), message: rest.join(' ') || null };
    });
}

const steps = (n: number) => (frame: FlpFrame) => frame.state.steps === n;
const decides = (value: Bit) => (frame: FlpFrame) =>
  frame.events.some((e) => e.kind === 'decide' && e.value === value);

const slowOrDead = scheduled(
  {
    protocol: { name: 'two-phase-commit-timeout', processes: 3 },
    inputs: '111',
    moves: 'p1 · p0 V1 · p2 · p0 V1 · p1 D1 · p2 D1',
  },
  {
    id: 'slow-or-dead',
    title: 'Two-phase commit with a timeout, 111',
    summary: 'Three votes are cast, one has not arrived: to wait or not to wait is the decision.',
    labels: { start: steps(0), critical: steps(3), committed: decides(1) },
    figures: ['Scheduler'],
    poster: 'critical',
  },
);

const waitForAll = scheduled(
  {
    protocol: { name: 'wait-all', processes: 3 },
    inputs: '011',
    moves: 'p1 · stop p0 · p2 · p1 V1 2 · p2 V1 1',
  },
  {
    id: 'wait-all',
    title: 'Wait for all, and p0 stops',
    summary: 'Everybody waits to hear from everybody, and one of them has stopped.',
    labels: {
      start: steps(0),
      stopped: ({ events }) => events.some((e) => e.kind === 'stop'),
      stuck: steps(4),
    },
    figures: ['Scheduler'],
    poster: 'stuck',
  },
);

const disagree = scheduled(
  {
    protocol: { name: 'wait-majority', processes: 3 },
    inputs: '011',
    moves: 'p0 · p1 · p2 V1 1 · p1 V0 0',
  },
  {
    id: 'disagree',
    title: 'Wait for two of three, 011',
    summary: 'Nobody waits for the slowest, and two of them decide differently.',
    labels: {
      start: steps(0),
      'first-decision': decides(1),
      conflict: ({ events }) => events.some((e) => e.kind === 'conflict'),
    },
    figures: ['Scheduler'],
    poster: 'conflict',
  },
);

export const scenarios: readonly AnyScenario[] = [slowOrDead, waitForAll, disagree];
