import { brokenInvariant } from '../../lab/engine.ts';
import { exploreAll } from '../../lab/explore.ts';
import { mainRun, unfold } from '../../lab/timeline.ts';
import { BadInput, type Command, type CommandInput, integerOption } from '../../lab/topic.ts';
import { type BufferState, engine } from './engine/engine.ts';
import { scenarios } from './scenarios.ts';

const SCENARIO = { flag: '--scenario', value: 'id', summary: 'which scenario; the first if none' };

function chosen({ options }: CommandInput) {
  const scenario = scenarios.find((s) => s.id === (options.scenario ?? scenarios[0]!.id));
  if (scenario) return scenario;
  const known = scenarios.map((s) => s.id).join(', ');
  throw new BadInput(
    `There is no scenario ${JSON.stringify(options.scenario)}; there is ${known}.`,
  );
}

const run: Command = {
  name: 'run',
  summary: 'Runs a scenario to its end, checks every frame, and prints the captions.',
  arguments: [],
  options: [SCENARIO, { flag: '--seed', value: 'n', summary: 'another seed than its own' }],
  async run(input) {
    const scenario = chosen(input);
    const seed = integerOption(input, 'seed', scenario.seed, { min: 0, max: 2 ** 31 - 1 });
    const frames = unfold(scenario, mainRun(scenario, seed));
    const broken = frames.flatMap(({ index, state }) => {
      const found = brokenInvariant(scenario.engine, state);
      return found ? [{ frame: index, ...found }] : [];
    });
    const captions = frames.map((f) => scenario.engine.caption(f.state, f.events));
    const document = { scenario: scenario.id, seed, frames: frames.length, broken, captions };
    return { document, good: broken.length === 0 };
  },
};

const explore: Command = {
  name: 'explore',
  summary: 'Searches every state that the engine can reach, in order of length.',
  arguments: [],
  options: [
    { flag: '--capacity', value: 'n', summary: 'items that fit at once; 3 if not given' },
    { flag: '--items', value: 'n', summary: 'items in all; 6 if not given' },
  ],
  async run(input, { now }) {
    const capacity = integerOption(input, 'capacity', 3, { min: 1, max: 50 });
    const items = integerOption(input, 'items', 6, { min: 1, max: 1_000 });
    const identify = ({ waiting, put, taken }: BufferState) =>
      JSON.stringify([waiting, put, taken]);
    const begun = now();
    const result = exploreAll(engine, { capacity, items }, 0, { identify });
    const document = { capacity, items, ...result, milliseconds: Math.round(now() - begun) };
    return { document, good: result.violation === null };
  },
};

export const commands: readonly Command[] = [run, explore];
