import { BadInput, type Command, type CommandInput } from '../../lab/topic.ts';
import { ALGORITHMS } from './engine/plain/index.ts';
import { merge } from './engine/replay/merge.ts';
import { ALGORITHM_IDS, type AlgorithmId } from './engine/replay/plain-text.ts';
import { replay } from './engine/replay/replay.ts';
import { reportOf, timed } from './engine/replay/report.ts';
import { BadScript, parseScript } from './engine/replay/script-file.ts';
import { BadTrace } from './engine/replay/trace.ts';
import { parseTrace } from './engine/replay/trace-file.ts';

const ALGORITHM = { flag: '--algorithm', value: 'name', summary: ALGORITHM_IDS.join(', ') };

const merging: Command = {
  name: 'merge',
  summary:
    'Plays a script of several replicas, and prints their texts and whether those agree that have seen the same. Of the replica that has seen most: its tree, as x(L[left children]R[right children]), * the root and ~x a tombstone, of left origins for rga and yata; and switches, how often the author changes among letters typed while others typed. brokenAdjacencies are the most pairs that any replica had apart at any time, against Definition 4 of the Fugue paper and without need by its Lemma 5.',
  arguments: [
    {
      name: 'script',
      summary:
        'JSON: {"replicas":["A","B"],"steps":[…]}, the first replica the lowest; steps {"replica","at","insert"}, {"replica","at","delete":n}, {"replica","at","type","backward":true} with the last letter first, {"send":["A","B"]} one way, {"sync":["A","B"]} both. at counts visible characters, or is {"after":"text"}',
    },
  ],
  options: [ALGORITHM],
  async run(input, context) {
    const id = algorithmFrom(input);
    const algorithm = ALGORITHMS.find((each) => each.id === id)!;
    const bytes = await context.readFile(input.arguments.script!);
    const script = orBadInput(BadScript, () => parseScript(bytes));
    // A step that cannot be taken is the script's fault, and says its number.
    const document = orBadInput(Error, () => merge(algorithm, script));
    return { document, good: document.converged };
  },
};

const replaying: Command = {
  name: 'replay',
  summary:
    'Replays a recorded trace, concurrent edits by real merges, and compares the text with its endContent. operations are the trace’s edits; length counts code points.',
  arguments: [
    { name: 'trace', summary: 'JSON in the format of josephg/editing-traces, gzipped or not' },
  ],
  options: [
    ALGORITHM,
    {
      flag: '--plain',
      value: null,
      summary: 'by the plain rules also where there is a fast engine: causal-tree and fugue',
    },
  ],
  async run(input, context) {
    const algorithm = algorithmFrom(input);
    const plain = input.options.plain === true;
    const bytes = await context.readFile(input.arguments.trace!);
    const { result, milliseconds } = orBadInput(BadTrace, () => {
      const work = timed(replay(parseTrace(bytes), { algorithm, plain }), context.now);
      for (;;) {
        const next = work.next();
        if (next.done) return next.value;
      }
    });
    const { metadataBytes: _, ...document } = await reportOf(result, milliseconds);
    return { document, good: document.matches };
  },
};

/** The result, or what was wrong with what was given, with exit 2 in place of a stack. */
function orBadInput<Result>(kind: new (...args: never[]) => Error, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof kind) throw new BadInput(error.message);
    throw error;
  }
}

function algorithmFrom(input: CommandInput): AlgorithmId {
  const given = input.options.algorithm;
  const known = ALGORITHM_IDS.find((id) => id === given);
  if (known) return known;
  const what = given === undefined ? 'it was left out' : `not ${JSON.stringify(given)}`;
  throw new BadInput(`--algorithm takes ${ALGORITHM_IDS.join(', ')}; ${what}.`);
}

export const commands: readonly Command[] = [merging, replaying];
