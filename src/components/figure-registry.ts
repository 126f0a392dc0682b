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
  const { figures } = await loadFigures();
  const entry = figures[figure];
  if (!entry) {
    throw new Error(
      `${topic} has no figure “${figure}”; it has ${Object.keys(figures).join(', ')}.`,
    );
  }
  const spec = typeof entry === 'function' ? await entry() : entry;
  const known = spec.scenarios ?? (await loadTopic()).default.scenarios;
  const scenarios = known.filter((s) => s.figures.includes(figure));
  if (import.meta.env.SSR) await checkAgainstTopic(figure, scenarios, loadTopic);
  const found = scenarios.find((s) => s.id === scenario);
  if (!found) {
    const ids = scenarios.map((s) => s.id).join(', ');
    throw new Error(`${figure} cannot show “${scenario}”; it can show ${ids}.`);
  }
  return { spec, scenario: found, scenarios };
}

/** When the site is built: a figure that names its scenarios names all that name it. */
async function checkAgainstTopic(
  figure: string,
  scenarios: readonly AnyScenario[],
  loadTopic: () => Promise<{ default: Topic }>,
): Promise<void> {
  const all = (await loadTopic()).default.scenarios.filter((s) => s.figures.includes(figure));
  const missing = all.find((s) => !scenarios.includes(s));
  if (missing) throw new Error(`${figure} does not know of the scenario “${missing.id}”.`);
}
