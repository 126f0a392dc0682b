import type { AnyScenario } from '../lab/engine.ts';
import type { Topic } from '../lab/topic.ts';
import type { FigureSpec } from '../player/stage.ts';

/**
 * Finds a topic's figures and scenarios by name. Both loaders are dynamic, so
 * that a page carries only the topic whose figures stand on it.
 */
const figureModules = import.meta.glob<{ figures: Readonly<Record<string, FigureEntry>> }>(
  '../topics/*/figures/index.ts',
);
const topicModules = import.meta.glob<{ default: Topic }>('../topics/*/topic.ts');

/** A figure, or what fetches it: a page then carries only the figures that stand on it. */
type FigureEntry = FigureSpec | (() => Promise<FigureSpec>);

export interface FoundFigure {
  readonly spec: FigureSpec;
  readonly scenario: AnyScenario;
  /** All that the figure can show, in the topic's order. */
  readonly scenarios: readonly AnyScenario[];
}

/** Throws an `Error` naming what there is where a name is unknown. */
export async function findFigure(
  topic: string,
  figure: string,
  scenario: string,
): Promise<FoundFigure> {
  const loadFigures = figureModules[`../topics/${topic}/figures/index.ts`];
  const loadTopic = topicModules[`../topics/${topic}/topic.ts`];
  if (!loadFigures || !loadTopic) throw new Error(`There is no topic “${topic}”.`);
  const [{ figures }, { default: descriptor }] = await Promise.all([loadFigures(), loadTopic()]);
  const entry = figures[figure];
  if (!entry) {
    throw new Error(
      `${topic} has no figure “${figure}”; it has ${Object.keys(figures).join(', ')}.`,
    );
  }
  const scenarios = descriptor.scenarios.filter((s) => s.figures.includes(figure));
  const found = scenarios.find((s) => s.id === scenario);
  if (!found) {
    const known = scenarios.map((s) => s.id).join(', ');
    throw new Error(`${figure} cannot show “${scenario}”; it can show ${known}.`);
  }
  const spec = typeof entry === 'function' ? await entry() : entry;
  return { spec, scenario: found, scenarios };
}
