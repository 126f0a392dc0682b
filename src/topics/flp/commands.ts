import { BadInput, type Command, type CommandInput, integerOption } from '../../lab/topic.ts';
import { classified } from './engine/classify.ts';
import { TooMany } from './engine/graph.ts';
import { type Choice, PROTOCOLS, protocolOf } from './engine/protocols/index.ts';

const classifying: Command = {
  name: 'classify',
  summary: 'Explores every configuration of a protocol and counts what can still be decided.',
  arguments: [],
  options: [
    { flag: '--protocol', value: 'name', summary: PROTOCOLS.join(', ') },
    { flag: '--processes', value: 'n', summary: '2 to 4, 3 unless told' },
  ],
  async run(input, context) {
    const choice = choiceFrom(input);
    const begun = context.now();
    try {
      const { counts } = classified(protocolOf(choice));
      const { hooksAcross, hooksAtProcess, ...shown } = counts;
      const { holds, fails } = counts.lemma3;
      return {
        document: {
          ...shown,
          lemma3: { holds, fails },
          seconds: (context.now() - begun) / 1000,
        },
        good: true,
      };
    } catch (error) {
      if (error instanceof RangeError || error instanceof TooMany)
        throw new BadInput(error.message);
      throw error;
    }
  },
};

function choiceFrom(input: CommandInput): Choice {
  const name = PROTOCOLS.find((known) => known === input.options.protocol);
  if (!name) {
    const given = JSON.stringify(input.options.protocol ?? null);
    throw new BadInput(`--protocol takes ${PROTOCOLS.join(', ')}, not ${given}.`);
  }
  return { name, processes: integerOption(input, 'processes', 3, { min: 2, max: 4 }) };
}

export const commands: readonly Command[] = [classifying];
