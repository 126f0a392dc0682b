import { type Breach, brokenInvariant, type Engine, type LabEvent } from './engine.ts';

export interface ExploreOptions<State> {
  /** Stop with a clear message beyond this many distinct states. */
  readonly maxStates?: number;
  /** Do not look deeper than this many actions. */
  readonly maxDepth?: number;
  /** Stop when the identities of the states seen take more bytes than this. */
  readonly maxBytes?: number;
  /** A state's identity; equal text means equal state. A canonical form gives symmetry. */
  readonly identify?: (state: State) => string;
  /** States expanded between two reports. */
  readonly slice?: number;
}

export interface ExploreProgress {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
}

/** `generated` counts the initial state and every successor, duplicates too, as TLC does. */
export interface ExploreResult<Action> extends ExploreProgress {
  /** Distinct states first reached at each depth. */
  readonly levels: readonly number[];
  /** False when a limit ended the search before every state was expanded. */
  readonly complete: boolean;
  /** Why it ended early, in words. */
  readonly stopped: string | null;
  readonly violation:
    | (Breach & {
        /** The shortest run that breaks it: the actions from the initial state. */
        readonly actions: readonly Action[];
      })
    | null;
}

interface Node<State, Action> {
  readonly state: State;
  readonly parent: number;
  readonly action: Action | null;
}

const DEFAULT_MAX_STATES = 2_000_000;
const DEFAULT_MAX_BYTES = 512 * 2 ** 20;
/** JavaScript strings of Latin-1 text take a byte a character, and a set entry about 40 more. */
const ENTRY_OVERHEAD_BYTES = 40;

/**
 * Breadth-first search of every state that the engine can reach, as a generator
 * that reports progress between slices so that a caller can stop it. Because it
 * goes level by level, the first violation found is a shortest one.
 */
export function* explore<C, S, A, E extends LabEvent>(
  engine: Engine<C, S, A, E>,
  config: C,
  seed: number,
  options: ExploreOptions<S> = {},
): Generator<ExploreProgress, ExploreResult<A>, void> {
  const identify = options.identify ?? ((state: S) => JSON.stringify(state));
  const maxStates = options.maxStates ?? DEFAULT_MAX_STATES;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const slice = options.slice ?? 2_000;
  const nodes: Node<S, A>[] = [];
  const seen = new Set<string>();
  const levels: number[] = [0];
  let bytes = 0;
  let generated = 0;
  let stopped: string | null = null;
  let violation: ExploreResult<A>['violation'] = null;

  const visit = (state: S, parent: number, action: A | null, depth: number): void => {
    generated += 1;
    const identity = identify(state);
    if (seen.has(identity)) return;
    seen.add(identity);
    bytes += identity.length + ENTRY_OVERHEAD_BYTES;
    nodes.push({ state, parent, action });
    levels[depth] = (levels[depth] ?? 0) + 1;
    const broken = brokenInvariant(engine, state);
    if (broken) violation = { ...broken, actions: pathTo(nodes, nodes.length - 1) };
    else if (seen.size >= maxStates) stopped = `It reached the limit of ${maxStates} states.`;
    else if (bytes >= maxBytes) {
      stopped = `It reached the limit of ${Math.round(maxBytes / 2 ** 20)} MiB of memory.`;
    }
  };

  visit(engine.init(config, seed), -1, null, 0);
  let depth = 0;
  let levelEnd = nodes.length;
  let next = 0;
  while (next < nodes.length && !violation && !stopped) {
    if (next === levelEnd) {
      depth += 1;
      levelEnd = nodes.length;
    }
    if (options.maxDepth !== undefined && depth >= options.maxDepth) {
      stopped = `It looked no deeper than ${options.maxDepth} actions.`;
      break;
    }
    const { state } = nodes[next]!;
    for (const action of engine.enabled(state)) {
      visit(engine.step(state, action).state, next, action, depth + 1);
      if (violation || stopped) break;
    }
    next += 1;
    if (next % slice === 0) yield { distinct: seen.size, generated, depth };
  }
  return {
    distinct: seen.size,
    generated,
    depth: levels.length - 1,
    levels,
    complete: !violation && !stopped,
    stopped,
    violation,
  };
}

/** Runs a search to its end in one go. */
export function exploreAll<C, S, A, E extends LabEvent>(
  engine: Engine<C, S, A, E>,
  config: C,
  seed: number,
  options: ExploreOptions<S> = {},
): ExploreResult<A> {
  const search = explore(engine, config, seed, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

function pathTo<S, A>(nodes: readonly Node<S, A>[], last: number): readonly A[] {
  const actions: A[] = [];
  for (let i = last; i > 0; i = nodes[i]!.parent) actions.push(nodes[i]!.action!);
  return actions.reverse();
}
