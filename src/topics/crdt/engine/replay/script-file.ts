import * as v from 'valibot';
import type { Script, ScriptStep } from '../script.ts';

const MOST_REPLICAS = 16;
const MOST_STEPS = 10_000;
/** Letters typed and deleted. The plain engines look at everything for each of them. */
const MOST_LETTERS = 2_000;

/** What is wrong with a script, in a sentence, with the number of the step, from 1. */
export class BadScript extends Error {
  override readonly name = 'BadScript';
}

const Name = v.string('a name');
const Pair = v.strictTuple([Name, Name], 'two names');
const Text = v.string('a text');
const Count = v.pipe(
  v.number('a whole number from 0'),
  v.integer('whole'),
  v.minValue(0, '0 or more'),
);
const At = v.union(
  [Count, v.strictObject({ after: Text })],
  'a whole number from 0, or {"after":"text"}',
);

/** Told apart by the one field that the others do not have. */
const STEPS = {
  insert: v.strictObject({ replica: Name, at: At, insert: Text }),
  delete: v.strictObject({ replica: Name, at: At, delete: Count }),
  type: v.strictObject({
    replica: Name,
    at: At,
    type: Text,
    backward: v.literal(true, 'true; a word typed forwards is an insert'),
  }),
  send: v.strictObject({ send: Pair }),
  sync: v.strictObject({ sync: Pair }),
};

type StepKind = keyof typeof STEPS;

const KINDS = Object.keys(STEPS) as StepKind[];

const Head = v.strictObject({
  replicas: v.pipe(
    v.array(v.pipe(Name, v.nonEmpty('a name')), 'names'),
    v.minLength(1, 'one name or more'),
    v.maxLength(MOST_REPLICAS, `${MOST_REPLICAS} names at most`),
    v.check((names) => new Set(names).size === names.length, 'names that differ'),
  ),
  steps: v.pipe(
    v.array(v.unknown(), 'an array'),
    v.maxLength(MOST_STEPS, `${MOST_STEPS} steps at most`),
  ),
});

/** A script from the text of a file. Throws `BadScript`. */
export function parseScript(bytes: Uint8Array): Script {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const what = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    throw new BadScript(`The script is not JSON: ${what}.`);
  }
  const { replicas, steps } = checked(Head, value, 'The script');
  const script: Script = { replicas, steps: steps.map((step, i) => stepFrom(step, i + 1)) };
  const letters = script.steps.reduce((sum, step) => sum + lettersOf(step), 0);
  if (letters <= MOST_LETTERS) return script;
  throw new BadScript(
    `The script types and deletes ${letters} letters, and ${MOST_LETTERS} is most.`,
  );
}

function stepFrom(step: unknown, number: number): ScriptStep {
  const where = `Step ${number}`;
  const given = typeof step === 'object' && step !== null ? Object.keys(step) : [];
  const kinds = KINDS.filter((kind) => given.includes(kind));
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    throw new BadScript(`${where} ought to have one of ${KINDS.join(', ')}.`);
  }
  return checked<v.GenericSchema<unknown, ScriptStep>>(STEPS[kind], step, where);
}

function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  where: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const { type, message, received, expected } = issues[0];
  const path = v.getDotPath(issues[0]);
  if (type === 'strict_object' && path !== null) {
    const what = expected === 'never' ? 'ought not to have' : 'has no';
    throw new BadScript(`${where} ${what} ${path}.`);
  }
  if (path === null) throw new BadScript(`${where} is not an object.`);
  throw new BadScript(`${where}: its ${path} ought to be ${message}, not ${received}.`);
}

function lettersOf(step: ScriptStep): number {
  if ('insert' in step) return step.insert.length;
  if ('type' in step) return step.type.length;
  return 'delete' in step ? step.delete : 0;
}
