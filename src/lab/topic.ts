import type { AnyScenario } from './engine.ts';

/** What a headless command may ask of its surroundings, so that it needs no Node module itself. */
export interface CommandContext {
  /** The whole file. Rejects with an `Error` whose message names the path. */
  readFile(path: string): Promise<Uint8Array>;
  /** Names of the files in a directory, not of its folders. */
  listFiles(path: string): Promise<readonly string[]>;
  /** Milliseconds from any fixed point, for the time a search took. */
  now(): number;
}

export interface CommandOption {
  /** As typed: `--operations`. */
  readonly flag: string;
  /** The name of its value in the help; `null` for a switch. */
  readonly value: string | null;
  readonly summary: string;
}

export interface CommandArgument {
  readonly name: string;
  readonly summary: string;
}

export interface CommandInput {
  /** Arguments by name. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Options by flag without dashes, as typed; a switch is `true`. */
  readonly options: Readonly<Record<string, string | true | undefined>>;
}

/** `document` is printed as JSON. `good` false means that the check failed: exit 1. */
export interface CommandResult {
  readonly document: unknown;
  readonly good: boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly CommandArgument[];
  readonly options: readonly CommandOption[];
  /** Throws `BadInput` where an argument or a file is wrong. */
  run(input: CommandInput, context: CommandContext): Promise<CommandResult>;
}

/** Exit 2: the message names what was wrong and where. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** Everything about a topic that needs no browser. Pages, embeds and tests follow from it. */
export interface Topic {
  /** Also the folder's name and the first part of its addresses. */
  readonly id: string;
  readonly title: string;
  /** The slug of its article in `content/`. */
  readonly article: string;
  readonly scenarios: readonly AnyScenario[];
  /** Loaded when asked for, so that a page does not carry them. */
  commands(): Promise<readonly Command[]>;
}

/** Reads a whole number from an option. Throws `BadInput` naming the option. */
export function integerOption(
  input: CommandInput,
  name: string,
  fallback: number,
  range: { readonly min: number; readonly max: number },
): number {
  const text = input.options[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text === true || !Number.isInteger(value) || value < range.min || value > range.max) {
    throw new BadInput(
      `--${name} takes a whole number from ${range.min} to ${range.max}, not ${JSON.stringify(text)}.`,
    );
  }
  return value;
}

/** Finds a scenario by id. Throws `BadInput` listing those there are. */
export function scenarioOf(topic: Topic, id: string): AnyScenario {
  const scenario = topic.scenarios.find((s) => s.id === id);
  if (scenario) return scenario;
  const known = topic.scenarios.map((s) => s.id).join(', ');
  throw new BadInput(`${topic.id} has no scenario ${JSON.stringify(id)}; it has ${known}.`);
}
