import type { GenericSchema } from 'valibot';
import type { AnyScenario, Frame, Scenario } from '../../lab/engine.ts';
import type { Script } from './engine/script.ts';
import { sessionEngine } from './engine/session/engine.ts';
import { courseOf } from './engine/session/story.ts';
import type {
  AlgorithmId,
  Detail,
  SessionAction,
  SessionConfig,
  SessionEvent,
  SessionState,
} from './engine/session/types.ts';
import { haveAll } from './engine/session/words.ts';

type SessionScenario = Scenario<SessionConfig, SessionState, SessionAction, SessionEvent>;
export type SessionFrame = Frame<SessionState, SessionAction, SessionEvent>;
type Made = 'engine' | 'actionSchema' | 'seed' | 'limit' | 'course' | 'config';

async function loadSchema(): Promise<GenericSchema<unknown, SessionAction>> {
  return (await import('./action-schema.ts')).sessionActionSchema;
}

/** Those of most stories: the two that are compared first, and RGA last, which reads as the first. */
export const ALL: readonly AlgorithmId[] = ['causal-tree', 'fugue', 'fugue-max', 'yata', 'rga'];

interface Story {
  /** Its replicas are in the order of their ids; authors keep their places by the alphabet. */
  readonly script: Script;
  /** What is done after the script. */
  readonly after?: readonly SessionAction[];
  readonly algorithms: readonly AlgorithmId[];
  readonly featured?: number;
  readonly detail: Detail;
  readonly online?: readonly boolean[];
}

/** A story that is written out, and left to the reader after a what-if. */
export function told(
  { script, after, algorithms, featured = 2, detail, online }: Story,
  named: Omit<SessionScenario, Made>,
): AnyScenario {
  const authors = script.replicas.toSorted();
  const scenario: SessionScenario = {
    engine: sessionEngine,
    actionSchema: loadSchema,
    config: {
      authors,
      order: script.replicas.map((name) => authors.indexOf(name)),
      algorithms,
      featured,
      detail,
      ...(online && { online }),
    },
    seed: 1,
    limit: 2000,
    course: courseOf(script, after),
    ...named,
  };
  return scenario as AnyScenario;
}

export const begins = ({ index }: SessionFrame): boolean => index === 0;
/** Everything that the story types before the sync has been typed. */
export const syncs = ({ events }: SessionFrame): boolean =>
  events.some(({ kind }) => kind === 'sync');
/** Everybody has everything, after so many edits. */
export const merged =
  (edits: number) =>
  ({ state, events }: SessionFrame): boolean =>
    state.edits.length >= edits &&
    haveAll(state) &&
    events.some(({ kind }) => kind === 'delivered');
/** The merge of a letter into an author’s copy has come to its end. */
export const settles =
  (letter: string, to: number) =>
  ({ state, events }: SessionFrame): boolean =>
    state.merging?.value === letter &&
    state.merging.to === to &&
    events.some((event) => event.kind === 'merge' && event.settled);
export const arrives =
  (letter: string, to: number) =>
  ({ state, events }: SessionFrame): boolean =>
    state.merging?.to === to &&
    events.some((event) => event.kind === 'arrive' && event.value === letter);

/** At the end of a story: all to the first author and back. */
export const syncAll = (authors: number): SessionAction => ({
  type: 'sync',
  between: Array.from({ length: authors }, (_, i) => authors - 1 - i),
});
