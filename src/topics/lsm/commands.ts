import { mainRun, unfold } from '../../lab/timeline.ts';
import {
  BadInput,
  type Command,
  type CommandContext,
  type CommandInput,
  integerOption,
  scenarioOf,
} from '../../lab/topic.ts';
import { type NamedFile, replayDirectory } from './engine/real/replay-command.ts';
import {
  readAmplification,
  spaceAmplification,
  writeAmplification,
  writeAmplificationWithLog,
} from './engine/sim/amplification.ts';
import type { SimConfig, SimState } from './engine/sim/types.ts';
import { totalBytes } from './engine/tree/version.ts';
import { lsm } from './topic.ts';

const DESCRIPTORS = /^(CURRENT|MANIFEST-\d+|LOG|LOG\.old)$/;

const replay: Command = {
  name: 'replay',
  summary: 'Replays a LevelDB directory and compares every compaction with what our picker takes.',
  arguments: [
    { name: 'dir', summary: 'a LevelDB directory; only MANIFEST, CURRENT and LOG are read' },
  ],
  options: [
    {
      flag: '--max-file-size',
      value: 'bytes',
      summary: 'the store’s max_file_size, where its tables do not tell',
    },
  ],
  async run(input, context) {
    const dir = input.arguments.dir!;
    const maxFileBytes = integerOption(input, 'max-file-size', 0, { min: 0, max: 2 ** 40 });
    const files = await readDescriptors(dir, context);
    const document = replayDirectory(files, maxFileBytes > 0 ? { maxFileBytes } : {});
    if (document.manifest === null) {
      const reasons = (document.problems ?? []).map(
        (p) => `${p.file} at byte ${p.offset}: ${p.reason}`,
      );
      throw new BadInput(
        `No readable MANIFEST in ${dir}: ${reasons.join('; ') || 'there is no file of that name'}.`,
      );
    }
    return { document, good: document.disagree.length === 0 };
  },
};

async function readDescriptors(dir: string, context: CommandContext): Promise<NamedFile[]> {
  const names = (await context.listFiles(dir)).filter((name) => DESCRIPTORS.test(name));
  return Promise.all(
    names.map(async (name) => ({ name, bytes: await context.readFile(`${dir}/${name}`) })),
  );
}

const run: Command = {
  name: 'run',
  summary: 'Runs a scenario to its end and prints counters, amplifications and levels.',
  arguments: [],
  options: [
    { flag: '--scenario', value: 'id', summary: 'which scenario; see the list of figures' },
    { flag: '--seed', value: 'n', summary: 'another seed than the scenario’s own' },
    { flag: '--operations', value: 'n', summary: 'another length of its workload' },
  ],
  async run(input) {
    const id = input.options.scenario;
    if (typeof id !== 'string') throw new BadInput('--scenario is missing.');
    const scenario = scenarioOf(lsm, id);
    if (scenario.load) throw new BadInput(`${id} replays a real store; use lsm replay for those.`);
    const seed = integerOption(input, 'seed', scenario.seed, { min: 0, max: 2 ** 31 - 1 });
    const config = withOperations(scenario.config, input);
    const frames = unfold({ ...scenario, config }, mainRun(scenario, seed));
    const { counters, version } = frames.at(-1)!.state as SimState;
    const document = {
      scenario: id,
      seed,
      frames: frames.length,
      counters,
      amplification: {
        write: writeAmplification(counters),
        writeWithLog: writeAmplificationWithLog(counters),
        space: spaceAmplification(counters),
        read: readAmplification(counters),
      },
      levels: version.levels.map((files) => ({ files: files.length, bytes: totalBytes(files) })),
    };
    return { document, good: true };
  },
};

function withOperations(config: SimConfig, input: CommandInput): SimConfig {
  if (input.options.operations === undefined) return config;
  const { workload } = config;
  const operations = integerOption(input, 'operations', 0, { min: 1, max: 10_000_000 });
  if (workload.kind !== 'list') return { ...config, workload: { ...workload, operations } };
  if (operations > workload.operations.length) {
    throw new BadInput(`This scenario has only ${workload.operations.length} operations.`);
  }
  return {
    ...config,
    workload: { ...workload, operations: workload.operations.slice(0, operations) },
  };
}

export const commands: readonly Command[] = [replay, run];
