import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { drawUnit, type RandomState, seedRandom } from '../../../../lab/random.ts';
import { begin as firstOf } from '../live.ts';
import type { Local } from '../protocol.ts';
import { takeStep } from '../step.ts';
import { breachOf, breachWords, outcomesOf, processName, protocolFor } from './rules.ts';
import type { FlpAction, FlpConfig, FlpState, Posted, RunEvent } from './types.ts';
import { captionOf, describeAction } from './words.ts';

type StepAction = Extract<FlpAction, { type: 'step' }>;

const isSame = (a: Local, b: Local) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The scheduler's game: the reader is the network and the scheduler at once, and
 * chooses who takes the next step and what it receives, if anything.
 */
export const flpEngine: Engine<FlpConfig, FlpState, FlpAction, RunEvent> = {
  init: (config, seed) => begin(config, config.inputs, coinsOf(seed)),
  enabled(state) {
    const actions: FlpAction[] = [];
    state.stopped.forEach((stopped, p) => {
      if (stopped) return;
      actions.push(...stepsOf(state, p).filter((step) => breachOf(state, step) === null));
      const stop = { type: 'stop', p } as const;
      if (breachOf(state, stop) === null) actions.push(stop);
    });
    return actions;
  },
  explain(state, action) {
    const breach = breachOf(state, action);
    return breach && breachWords(breach);
  },
  step(state, action) {
    assertLegal(flpEngine, state, action);
    switch (action.type) {
      case 'step':
        return take(state, action);
      case 'stop':
        return {
          state: { ...state, stopped: state.stopped.with(action.p, true) },
          events: [{ kind: 'stop', p: action.p }],
        };
      case 'set-up':
        return {
          state: begin(state.config, action.inputs, state.random),
          events: [{ kind: 'set-up', inputs: action.inputs }],
        };
    }
  },
  caption: captionOf,
  describe: describeAction,
  invariants: {
    agreement(state) {
      const zero = state.locals.findIndex((l) => l.output === 0);
      const one = state.locals.findIndex((l) => l.output === 1);
      if (zero < 0 || one < 0) return null;
      return `${processName(zero)} has decided 0 and ${processName(one)} has decided 1`;
    },
  },
  ticks: [
    { id: 'empty', label: 'a step without a message', tone: 'soft', shape: 'disc' },
    { id: 'receive', label: 'a message received', tone: 'active', shape: 'square' },
    { id: 'stop', label: 'a process stops', tone: 'danger', shape: 'bar' },
    { id: 'decide', label: 'a decision', tone: 'fresh', shape: 'triangle' },
    { id: 'conflict', label: 'a second value decided', tone: 'danger', shape: 'triangle' },
  ],
  tick(events) {
    const kinds = events.map((e) => e.kind);
    for (const kind of ['conflict', 'decide', 'stop'] as const)
      if (kinds.includes(kind)) return kind;
    const step = events.find((e) => e.kind === 'step');
    return step?.kind === 'step' ? (step.message === null ? 'empty' : 'receive') : null;
  },
  grains: [
    { id: 'step', label: 'Step' },
    { id: 'decision', label: 'Decision' },
  ],
  grain: (events) => (events.some((e) => e.kind === 'decide' || e.kind === 'stop') ? 1 : 0),
};

/** All that p can do next, each fall of a coin by itself; the oldest message first, and ∅ last. */
export function stepsOf(state: FlpState, p: number): readonly StepAction[] {
  const fair = state.config.hatch === 'fair-coin';
  return [...mailOf(state, p), null].flatMap((message) =>
    outcomesOf(state, p, message)
      .map(({ coins }) => ({ coins: fair ? '' : coins }))
      .slice(0, fair ? 1 : undefined)
      .map(({ coins }): StepAction => ({ type: 'step', p, message, ...(coins && { coins }) })),
  );
}

function begin(config: FlpConfig, inputs: FlpConfig['inputs'], random: RandomState): FlpState {
  const protocol = protocolFor(config.protocol);
  const { processes } = protocol;
  if (inputs.length !== processes) {
    throw new RangeError(`${processes} processes take as many inputs, not ${inputs.length}.`);
  }
  return {
    config,
    inputs,
    ...firstOf(protocol, inputs),
    buffer: [],
    sent: 0,
    steps: 0,
    lastStep: inputs.map(() => 0),
    firstStep: inputs.map(() => null),
    served: inputs.map(() => 0),
    stopped: inputs.map(() => false),
    trail: null,
    random,
  };
}

/** From small seeds the generator's first numbers are nearly the same. */
const WARM_UP = 32;

function coinsOf(seed: number): RandomState {
  let random = seedRandom(seed);
  for (let i = 0; i < WARM_UP; i += 1) [, random] = drawUnit(random);
  return random;
}

/** As many fair coins as the step tosses, and the generator after them. */
function tossed(
  state: FlpState,
  p: number,
  message: string | null,
): readonly [string, RandomState] {
  let coins = '';
  let { random } = state;
  const ways = outcomesOf(state, p, message).map((outcome) => outcome.coins);
  // Whether there is a further toss may depend on how the first one fell.
  while (!ways.includes(coins)) {
    const [unit, next] = drawUnit(random);
    coins += unit < 0.5 ? 0 : 1;
    random = next;
  }
  return [coins, random];
}

/** What waits for a process, equal messages once, the oldest first. */
export function mailOf(state: FlpState, p: number): readonly string[] {
  return [...new Set(state.buffer.filter((m) => m.to === p).map((m) => m.message))];
}

function take(state: FlpState, { p, message, coins: chosen = '' }: StepAction) {
  const before = state.locals[p]!;
  const [coins, random] =
    state.config.hatch === 'fair-coin' ? tossed(state, p, message) : [chosen, state.random];
  const outcome = takeStep(protocolFor(state.config.protocol), p, before, message, coins);
  // What was no change stays the same object, so that it is seen to be none.
  const after = isSame(before, outcome.local) ? before : outcome.local;
  const steps = state.steps + 1;
  const sends = outcome.sends.map(
    (letter, i): Posted => ({ id: state.sent + i + 1, ...letter, from: p, sent: steps }),
  );
  // Of equal messages the oldest arrives; the model does not tell them apart.
  const received = state.buffer.find((m) => m.to === p && m.message === message) ?? null;
  const oldest = state.buffer.find((m) => m.to === p)?.message ?? null;
  const next: FlpState = {
    ...state,
    locals: state.locals.with(p, after),
    buffer: [...state.buffer.filter((m) => m !== received), ...sends],
    sent: state.sent + sends.length,
    steps,
    lastStep: state.lastStep.with(p, steps),
    served: message === oldest ? state.served.with(p, steps) : state.served,
    firstStep: state.firstStep.with(p, state.firstStep[p] ?? steps),
    trail: { p, message, coins, before: state.trail },
    random,
  };
  const events: RunEvent[] = [
    { kind: 'step', p, message, from: received?.from ?? null, before, after, sends },
  ];
  if (before.output === null && after.output !== null) {
    events.push({ kind: 'decide', p, value: after.output });
    const other = next.locals.some((l) => l.output !== null && l.output !== after.output);
    if (other) events.push({ kind: 'conflict', p, value: after.output });
  }
  return { state: next, events };
}
