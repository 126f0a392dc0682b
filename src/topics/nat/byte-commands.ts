import {
  BadInput,
  type Command,
  type CommandContext,
  type CommandInput,
  integerOption,
} from '../../lab/topic.ts';
import { chance } from './engine/birthday/formula.ts';
import { firstHits } from './engine/birthday/trial.ts';
import { bytesOf, hexOf, isHex } from './engine/stun/bytes.ts';
import { type Decoded, decode } from './engine/stun/decode.ts';
import { describe as linesOf } from './engine/stun/describe.ts';
import { checkFingerprint, checkIntegrity, shortTermKey } from './engine/stun/integrity.ts';
import { encodeFrom, jsonOf } from './engine/stun/json.ts';

/** The message, each of its bytes accounted for, and what its seals say. */
function decoded(input: CommandInput): { readonly document: unknown; readonly good: boolean } {
  const text = (input.arguments.input ?? '').replaceAll(/[\s:]/g, '');
  if (!isHex(text)) throw new BadInput('stun decode takes bytes in hexadecimal, two digits each.');
  const reading = decode(bytesOf(text));
  const fields = reading.fields.map(({ from, to, name, meaning }) => ({ from, to, name, meaning }));
  if (!reading.ok) {
    const { offset, reason } = reading;
    return { document: { error: reason, offset, fields }, good: false };
  }
  const seals = sealsOf(reading, input.options.password);
  const document = {
    message: jsonOf(reading.message),
    ...seals,
    fields,
    lines: linesOf(reading.message),
  };
  return { document, good: Object.values(seals).every((holds) => holds !== false) };
}

function sealsOf(reading: Decoded, password: string | true | undefined) {
  const integrity =
    typeof password === 'string' ? checkIntegrity(reading, shortTermKey(password)) : null;
  return {
    integrity: integrity?.holds ?? null,
    fingerprint: checkFingerprint(reading)?.holds ?? null,
  };
}

/** JSON as it stands, or in a file of that name. */
async function jsonIn(text: string, context: CommandContext): Promise<unknown> {
  const inline = text.trimStart().startsWith('{');
  const source = inline ? text : new TextDecoder().decode(await context.readFile(text));
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new BadInput(
      `${inline ? 'The message' : text} is not JSON: ${(error as Error).message}.`,
    );
  }
}

const stunCommand: Command = {
  name: 'stun',
  summary: 'a STUN message from bytes, or to bytes',
  arguments: [
    { name: 'verb', summary: 'decode or encode' },
    { name: 'input', summary: 'bytes in hexadecimal; or the message as JSON, or a file of it' },
  ],
  options: [
    { flag: '--password', value: 'P', summary: 'what its integrity was made with, for decode' },
  ],
  async run(input, context) {
    const { verb } = input.arguments;
    if (verb === 'decode') return decoded(input);
    if (verb !== 'encode') {
      throw new BadInput(`stun takes decode or encode, not ${JSON.stringify(verb)}.`);
    }
    const json = await jsonIn(input.arguments.input ?? '', context);
    try {
      return { document: { hex: hexOf(encodeFrom(json)) }, good: true };
    } catch (error) {
      throw new BadInput(`The message cannot be encoded: ${(error as Error).message}`);
    }
  },
};

const birthdayCommand: Command = {
  name: 'birthday',
  summary: 'one side opens sockets, the other guesses their ports',
  arguments: [],
  options: [
    { flag: '--sockets', value: 'N', summary: 'sockets that the hard side opens; 256' },
    { flag: '--probes', value: 'N', summary: 'ports that the easy side guesses; 1024' },
    { flag: '--trials', value: 'N', summary: 'how often; 500' },
    { flag: '--seed', value: 'N', summary: 'seed of what is drawn at random; 1' },
  ],
  async run(input, context) {
    const sockets = integerOption(input, 'sockets', 256, { min: 1, max: 30_000 });
    const probes = integerOption(input, 'probes', 1024, { min: 1, max: 30_000 });
    const trials = integerOption(input, 'trials', 500, { min: 1, max: 1_000_000 });
    const seed = integerOption(input, 'seed', 1, { min: 0, max: 0x7fffffff });
    const begun = context.now();
    const found = firstHits(sockets, probes, seed, { from: 0, count: trials });
    const hits = found.filter((n) => n > 0).length;
    return {
      document: {
        sockets,
        probes,
        trials,
        seed,
        hits,
        share: hits / trials,
        formula: chance(sockets, probes),
        seconds: (context.now() - begun) / 1000,
      },
      good: true,
    };
  },
};

export const byteCommands: readonly Command[] = [stunCommand, birthdayCommand];
