import type { GenericSchema } from 'valibot';
import { type AnyScenario, type Frame, type Scenario, scripted } from '../../lab/engine.ts';
import type { Bit } from './engine/protocol.ts';
import { flpEngine } from './engine/run/engine.ts';
import type { Hatch } from './engine/run/hatches.ts';
import type { FlpAction, FlpConfig, FlpState, RunEvent } from './engine/run/types.ts';

type FlpScenario = Scenario<FlpConfig, FlpState, FlpAction, RunEvent>;
export type FlpFrame = Frame<FlpState, FlpAction, RunEvent>;
type Made = 'engine' | 'actionSchema' | 'seed' | 'limit' | 'course' | 'config';

async function loadSchema(): Promise<GenericSchema<unknown, FlpAction>> {
  return (await import('./action-schema.ts')).flpActionSchema;
}

interface Run {
  readonly protocol: FlpConfig['protocol'];
  readonly inputs: string;
  readonly faults?: number;
  readonly hatch?: Hatch;
  readonly seed?: number;
  /** As `moves()` reads it. */
  readonly moves: string;
}

const bitsOf = (text: string) => [...text].map((bit) => Number(bit) as Bit);

/** A run that is written out, and left to the reader after a what-if. */
export function scheduled(
  { protocol, inputs, faults = 1, hatch, seed = 1, moves }: Run,
  named: Omit<FlpScenario, Made>,
) {
  const scenario: FlpScenario = {
    engine: flpEngine,
    actionSchema: loadSchema,
    config: {
      protocol,
      inputs: bitsOf(inputs),
      faults,
      ...(hatch && { hatch }),
    },
    seed,
    limit: 200,
    course: scripted(movesOf(moves)),
    ...named,
  };
  return scenario as AnyScenario;
}

/**
 * `set 011 · p1 · p0 V1 · stop p2`: the inputs, then who takes a step, and what it
 * receives, if anything; `=1` is how a coin falls.
 */
function movesOf(text: string): readonly FlpAction[] {
  return text
    .split('·')
    .map((move) => move.trim())
    .filter(Boolean)
    .map((move): FlpAction => {
      const [head, ...rest] = move.split(' ');
      if (head === 'stop') return { type: 'stop', p: Number(rest[0]!.slice(1)) };
      if (head === 'set') return { type: 'set-up', inputs: bitsOf(rest[0]!) };
      const coins = rest.at(-1)?.startsWith('=') ? rest.pop()!.slice(1) : '';
      const message = rest.join(' ') || null;
      return { type: 'step', p: Number(head!.slice(1)), message, ...(coins && { coins }) };
    });
}

export const steps = (n: number) => (frame: FlpFrame) => frame.state.steps === n;
export const decides = (value: Bit) => (frame: FlpFrame) =>
  frame.events.some((e) => e.kind === 'decide' && e.value === value);

export const stops = ({ events }: FlpFrame) => events.some((e) => e.kind === 'stop');
export const conflicts = ({ events }: FlpFrame) => events.some((e) => e.kind === 'conflict');
