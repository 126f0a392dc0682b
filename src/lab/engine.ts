import type { GenericSchema } from 'valibot';

/**
 * The contract every simulation keeps. An engine is a pure function: folding a
 * run's actions through it gives frames, and a frame never changes. It imports
 * no DOM, no clock and no unseeded randomness.
 */
export interface Engine<Config, State, Action, Event extends LabEvent> {
  /** The first state. The random generator's state, seeded here, is part of it. */
  init(config: Config, seed: number): State;
  /**
   * The legal actions now, each of which `explain` accepts. Complete where the
   * configuration is small enough to enumerate; otherwise a representative menu.
   */
  enabled(state: State): readonly Action[];
  /** `null` if the action is legal, else the rule it breaks, in words. */
  explain(state: State, action: Action): string | null;
  /** Pure. Throws `IllegalAction` with the words of `explain`. */
  step(state: State, action: Action): Step<State, Event>;
  /** One or two plain sentences: what happened and why. */
  caption(state: State, events: readonly Event[]): string;
  /** The action in words, for the what-if menu: "Take a snapshot". */
  describe(state: State, action: Action): string;
  /** Each returns `null` while it holds, else what is wrong, in words. */
  readonly invariants: Readonly<Record<string, (state: State) => string | null>>;
  /** The kinds of event that get a mark under the scrubber, weakest first. */
  readonly ticks: readonly TickKind[];
  /** The kind of mark a frame gets, or `null` for the plain one. */
  tick(events: readonly Event[]): string | null;
  /** Coarser ways to step, finest first. A frame is a stop of every grain up to its own. */
  readonly grains: readonly Grain[];
  /** Index into `grains`: the coarsest grain whose stop this frame is. */
  grain(events: readonly Event[]): number;
}

export interface LabEvent {
  readonly kind: string;
}

export interface Step<State, Event> {
  readonly state: State;
  readonly events: readonly Event[];
}

export interface TickKind {
  readonly id: string;
  readonly label: string;
  readonly tone: 'ink' | 'soft' | 'active' | 'fresh' | 'danger' | 'accent';
  readonly shape: 'bar' | 'square' | 'triangle' | 'disc' | 'ring';
}

export interface Grain {
  readonly id: string;
  readonly label: string;
}

/** One value in a run's history. `index` 0 is the initial state and has no action. */
export interface Frame<State, Action, Event> {
  readonly index: number;
  readonly state: State;
  readonly action: Action | null;
  readonly events: readonly Event[];
}

/** What a scenario's course may look at when it chooses its next action. */
export interface CourseContext {
  /** How many actions the run has taken so far. */
  readonly taken: number;
  /** Whether a reader's what-if has already changed this run. */
  readonly deviated: boolean;
}

/** A named run: where it starts, and the course it takes when nobody interferes. */
export interface Scenario<Config, State, Action, Event extends LabEvent> {
  readonly id: string;
  readonly title: string;
  /** One sentence for menus, the gallery and Open Graph descriptions. */
  readonly summary: string;
  readonly engine: Engine<Config, State, Action, Event>;
  /** Checks an action that came from outside, such as a link. Loaded where there is one. */
  actionSchema(): Promise<GenericSchema<unknown, Action>>;
  readonly config: Config;
  /** Where the configuration is too large to travel with the page: fetches it. */
  load?(): Promise<Config>;
  readonly seed: number;
  /** The next action of the run's own course; `null` ends it. Pure. */
  course(state: State, context: CourseContext): Action | null;
  /** Frames at most, the first included. */
  readonly limit: number;
  /** A label names the first frame that satisfies its test; it survives edits of the engine. */
  readonly labels: Readonly<Record<string, LabelTest<State, Action, Event>>>;
  /** What its figures keep in view from frame to frame, such as one key. */
  readonly focus?: number;
  /** Questions an article can ask of it, by name. */
  readonly questions?: Readonly<Record<string, Question<State, Action, Event>>>;
  /** The figures that can show it, the one for its own page first. */
  readonly figures: readonly string[];
  /** One of many alike: the gallery lists it without a picture. */
  readonly minor?: boolean;
  /** The label or number of the frame on its poster. */
  readonly poster: string | number;
}

/** A prediction: asked at one labelled frame, answered by a later one. */
export interface Question<State, Action, Event> {
  readonly text: string;
  readonly at: string;
  readonly reveal: string;
  /** Read off the frame it is asked at. */
  choices(asked: Frame<State, Action, Event>): readonly string[];
  /** Read off the frame that answers; one of the choices. */
  answer(revealed: Frame<State, Action, Event>): string;
}

export type LabelTest<State, Action, Event> = (frame: Frame<State, Action, Event>) => boolean;

/** Any scenario, its types forgotten: what the registry and the player hold. */
// biome-ignore lint/suspicious/noExplicitAny: existential types do not exist in TypeScript
export type AnyScenario = Scenario<any, any, any, any>;

/** A refused action: the message is the rule it breaks, in words. */
export class IllegalAction extends Error {
  override readonly name = 'IllegalAction';
}

/** Throws the words of `explain` unless the action is legal. */
export function assertLegal<State, Action>(
  engine: { explain(state: State, action: Action): string | null },
  state: State,
  action: Action,
): void {
  const reason = engine.explain(state, action);
  if (reason !== null) throw new IllegalAction(reason);
}

/** A promise that a state breaks. */
export interface Breach {
  readonly invariant: string;
  /** What is wrong, in words. */
  readonly message: string;
}

/** The first invariant that a state breaks, or `null`. */
export function brokenInvariant<State>(
  engine: { readonly invariants: Readonly<Record<string, (state: State) => string | null>> },
  state: State,
): Breach | null {
  for (const [invariant, check] of Object.entries(engine.invariants)) {
    const message = check(state);
    if (message !== null) return { invariant, message };
  }
  return null;
}

/** The scenario with its configuration at hand. */
export async function ready(scenario: AnyScenario): Promise<AnyScenario> {
  if (!scenario.load) return scenario;
  const { load, ...rest } = scenario;
  return { ...rest, config: await load() };
}

/** A course that plays a list, and leaves the rest to the reader after a what-if. */
export function scripted<Action>(
  actions: readonly Action[],
): (state: unknown, context: CourseContext) => Action | null {
  return (_, { taken, deviated }) => (deviated ? null : (actions[taken] ?? null));
}
