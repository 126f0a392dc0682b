import { assertLegal, type Engine } from '../engine.ts';

/**
 * Two specifications with published counts, for the search's own tests: TCommit and
 * TwoPhase of Gray and Lamport, "Consensus on Transaction Commit" (2006), as they are
 * in tlaplus/Examples. Every witness of an action is an action by itself, one that
 * changes nothing too, so that successors are counted as TLC counts them.
 */
export interface RuleOf<State> {
  readonly name: string;
  /** Whether there is one for each resource manager, or one for all. */
  readonly each: boolean;
  /** The state after it, or `null` where it is not enabled. */
  apply(state: State, rm: number): State | null;
}

export interface SpecStep {
  readonly rule: string;
  /** The resource manager, -1 where it is the transaction manager's own. */
  readonly rm: number;
}

export type Phase = 'working' | 'prepared' | 'committed' | 'aborted';

/** The state of each resource manager. */
export interface TCommit {
  readonly rms: readonly Phase[];
}

export interface TwoPhase extends TCommit {
  readonly tm: 'init' | 'committed' | 'aborted';
  /** Of which the transaction manager has received that they are prepared. */
  readonly heard: readonly boolean[];
  /** Which have sent it. What the transaction manager sends follows from `tm`. */
  readonly sent: readonly boolean[];
}

const is =
  (...phases: readonly Phase[]) =>
  (phase: Phase) =>
    phases.includes(phase);

const T_COMMIT: readonly RuleOf<TCommit>[] = [
  {
    name: 'Prepare',
    each: true,
    apply: ({ rms }, rm) => (rms[rm] === 'working' ? { rms: rms.with(rm, 'prepared') } : null),
  },
  {
    name: 'Decide to commit',
    each: true,
    apply: ({ rms }, rm) =>
      rms[rm] === 'prepared' && rms.every(is('prepared', 'committed'))
        ? { rms: rms.with(rm, 'committed') }
        : null,
  },
  {
    name: 'Decide to abort',
    each: true,
    apply: ({ rms }, rm) =>
      is('working', 'prepared')(rms[rm]!) && !rms.some(is('committed'))
        ? { rms: rms.with(rm, 'aborted') }
        : null,
  },
];

const change = (state: TwoPhase, rm: number, phase: Phase): TwoPhase => ({
  ...state,
  rms: state.rms.with(rm, phase),
});

const TWO_PHASE: readonly RuleOf<TwoPhase>[] = [
  {
    name: 'TMRcvPrepared',
    each: true,
    apply: (state, rm) =>
      state.tm === 'init' && state.sent[rm]
        ? { ...state, heard: state.heard.with(rm, true) }
        : null,
  },
  {
    name: 'TMCommit',
    each: false,
    apply: (state) =>
      state.tm === 'init' && state.heard.every(Boolean) ? { ...state, tm: 'committed' } : null,
  },
  {
    name: 'TMAbort',
    each: false,
    apply: (state) => (state.tm === 'init' ? { ...state, tm: 'aborted' } : null),
  },
  {
    name: 'RMPrepare',
    each: true,
    apply: (state, rm) =>
      state.rms[rm] === 'working'
        ? { ...change(state, rm, 'prepared'), sent: state.sent.with(rm, true) }
        : null,
  },
  {
    name: 'RMChooseToAbort',
    each: true,
    apply: (state, rm) => (state.rms[rm] === 'working' ? change(state, rm, 'aborted') : null),
  },
  {
    name: 'RMRcvCommitMsg',
    each: true,
    apply: (state, rm) => (state.tm === 'committed' ? change(state, rm, 'committed') : null),
  },
  {
    name: 'RMRcvAbortMsg',
    each: true,
    apply: (state, rm) => (state.tm === 'aborted' ? change(state, rm, 'aborted') : null),
  },
];

type SpecEngine<State> = Engine<number, State, SpecStep, { readonly kind: 'step' }>;

/** Configured with the number of resource managers. */
function engineOf<State extends TCommit>(
  init: (rms: number) => State,
  rules: readonly RuleOf<State>[],
): SpecEngine<State> {
  const after = (state: State, { rule, rm }: SpecStep) =>
    rules.find(({ name }) => name === rule)?.apply(state, rm) ?? null;
  const engine: SpecEngine<State> = {
    init,
    enabled: (state) =>
      rules
        .flatMap(({ name, each }) =>
          each ? state.rms.map((_, rm) => ({ rule: name, rm })) : [{ rule: name, rm: -1 }],
        )
        .filter((step) => after(state, step)),
    explain: (state, step) => (after(state, step) ? null : `${step.rule} is not enabled.`),
    step(state, step) {
      assertLegal(engine, state, step);
      return { state: after(state, step)!, events: [{ kind: 'step' }] };
    },
    caption: ({ rms }) => `The resource managers are ${rms.join(', ')}.`,
    describe: (_, { rule, rm }) => `${rule}${rm < 0 ? '' : ` at ${rm}`}`,
    invariants: {
      TCConsistent: ({ rms }) =>
        rms.includes('committed') && rms.includes('aborted') ? 'One commits, one aborts.' : null,
    },
    ticks: [],
    tick: () => null,
    grains: [{ id: 'step', label: 'Step' }],
    grain: () => 0,
  };
  return engine;
}

const working = (rms: number): readonly Phase[] => Array.from({ length: rms }, () => 'working');

export const tCommitEngine = engineOf<TCommit>((rms) => ({ rms: working(rms) }), T_COMMIT);

const nobody = (rms: number): readonly boolean[] => Array.from({ length: rms }, () => false);

export const twoPhaseEngine = engineOf<TwoPhase>(
  (rms) => ({ rms: working(rms), tm: 'init', heard: nobody(rms), sent: nobody(rms) }),
  TWO_PHASE,
);
