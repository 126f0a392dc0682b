import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command as Program } from 'commander';
import { BadInput, type Command, type CommandContext, type Topic } from './lab/topic.ts';
import { topics } from './topics.ts';

/** What every topic answers, besides its own commands. */
const EXIT_FAILED = 1;
const EXIT_BAD_INPUT = 2;

const context: CommandContext = {
  readFile: async (path) => {
    try {
      return await readFile(path);
    } catch (error) {
      throw new BadInput(`Cannot read ${path}: ${reasonOf(error)}.`);
    }
  },
  listFiles: async (path) => {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      return entries.filter((e) => e.isFile()).map((e) => e.name);
    } catch (error) {
      throw new BadInput(`Cannot read the directory ${join(path)}: ${reasonOf(error)}.`);
    }
  },
  now: () => performance.now(),
};

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'ENOTDIR') return 'it is not a directory';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES') return 'permission was denied';
  return error instanceof Error ? error.message : String(error);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(EXIT_BAD_INPUT);
}

function addCommand(parent: Program, command: Command): void {
  const program = parent.command(command.name).description(command.summary);
  for (const argument of command.arguments) {
    program.argument(`<${argument.name}>`, argument.summary);
  }
  for (const { flag, value, summary } of command.options) {
    program.option(value === null ? flag : `${flag} <${value}>`, summary);
  }
  quiet(program).action(async () => {
    const given = program.args;
    const named = Object.fromEntries(command.arguments.map((a, i) => [a.name, given[i] ?? '']));
    const result = await command.run({ arguments: named, options: optionsOf(program) }, context);
    process.stdout.write(`${JSON.stringify(result.document)}\n`);
    process.exitCode = result.good ? 0 : EXIT_FAILED;
  });
}

/** Options by their flag as typed, where commander would camel-case them. */
function optionsOf(program: Program): Record<string, string | true | undefined> {
  return Object.fromEntries(
    program.options.map((o) => [
      o.long?.slice(2) ?? o.name(),
      program.getOptionValue(o.attributeName()),
    ]),
  );
}

function quiet(program: Program): Program {
  return program.exitOverride().configureOutput({ outputError: () => {} });
}

type Group = Pick<Topic, 'id' | 'title' | 'commands'>;

async function addGroup(program: Program, { id, title, commands }: Group): Promise<void> {
  const group = quiet(program.command(id).description(title));
  for (const command of await commands()) addCommand(group, command);
}

async function main(): Promise<void> {
  const program = quiet(
    new Program('lab').description(
      'Runs any engine without a browser. Prints one JSON document; exits 0 when good, 1 when a check failed, 2 on bad input.',
    ),
  );
  for (const topic of topics) await addGroup(program, topic);
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof BadInput) fail(error.message);
    const code = (error as { code?: string }).code ?? '';
    if (code === 'commander.helpDisplayed' || code === 'commander.version') return;
    if (code === 'commander.help') process.exit(EXIT_BAD_INPUT);
    if (code.startsWith('commander.')) fail((error as Error).message);
    throw error;
  }
}

await main();
