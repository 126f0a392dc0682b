import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { compile } from 'svelte/compiler';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenInvariant } from '../src/lab/engine.ts';
import { labelFrames, mainRun, unfold } from '../src/lab/timeline.ts';
import type { Command, Topic } from '../src/lab/topic.ts';
import { newTopic, Refused } from './new-topic.ts';

const project = join(import.meta.dirname, '..');
const cache = join(project, '.cache');
let root: string;

/** A checkout with nothing in it but what a new topic touches or imports. */
function smallCheckout(): string {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'new-topic-'));
  mkdirSync(join(folder, 'src', 'topics', 'lsm'), { recursive: true });
  mkdirSync(join(folder, 'content'));
  symlinkSync(join(project, 'src', 'lab'), join(folder, 'src', 'lab'));
  cpSync(join(project, 'src', 'topics.ts'), join(folder, 'src', 'topics.ts'));
  cpSync(
    join(project, 'content', 'lsm-compaction.mdx'),
    join(folder, 'content', 'lsm-compaction.mdx'),
  );
  return folder;
}

/** Every file under a folder with its text. */
function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const open = async (path: string) =>
  import(/* @vite-ignore */ join(root, 'src', 'topics', 'raft-log', path));

beforeAll(() => {
  root = smallCheckout();
  newTopic(root, 'raft-log', 'Raft’s log, "explained"');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a new topic', () => {
  test('is registered beside those there were', () => {
    const registry = read('src/topics.ts');
    expect(registry).toContain("import { raftLogTopic } from './topics/raft-log/topic.ts';");
    expect(registry).toMatch(/= \[lsm\b[^\]]*\braftLogTopic\];/);
  });

  test('has types that hold', () => {
    const config = ts.readConfigFile(join(project, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, project);
    const folder = join(root, 'src', 'topics', 'raft-log');
    const files = ['topic.ts', 'commands.ts', join('engine', 'engine.test.ts')];
    const program = ts.createProgram(
      files.map((name) => join(folder, name)),
      options,
    );
    const wrong = ts.getPreEmitDiagnostics(program).map((d) => ({
      file: d.file?.fileName,
      message: ts.flattenDiagnosticMessageText(d.messageText, ' '),
    }));
    expect(wrong).toEqual([]);
  });

  test('has a figure that compiles without a warning', () => {
    const name = join('src', 'topics', 'raft-log', 'figures', 'RaftLogStage.svelte');
    const { warnings } = compile(read(name), { generate: 'server', filename: name });
    expect(warnings.map((w) => w.message)).toEqual([]);
  });

  test('imports no package that the project does not have', () => {
    const manifest = readFileSync(join(project, 'package.json'), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(manifest);
    const imported = Object.values(snapshot(join(root, 'src', 'topics', 'raft-log')))
      .flatMap((text) => [...text.matchAll(/from '([^.'][^']*)'/g)])
      .map((found) => found[1]);
    expect(imported).toContain('vitest');
    expect(Object.keys({ ...dependencies, ...devDependencies })).toEqual(
      expect.arrayContaining(imported),
    );
  });

  test('comes out linted and formatted', () => {
    const biome = join(project, 'node_modules', '.bin', 'biome');
    const { status, stdout, stderr } = spawnSync(
      biome,
      ['ci', '--colors=off', `--config-path=${project}`, join(root, 'src', 'topics')],
      { encoding: 'utf8' },
    );
    expect(status, stdout + stderr).toBe(0);
  });

  test('runs: every frame keeps every promise, and every label has its frame', async () => {
    const topic = (await open('topic.ts')).default as Topic;
    expect(topic).toMatchObject({ id: 'raft-log', title: 'Raft’s log, "explained"' });
    for (const scenario of topic.scenarios) {
      const frames = unfold(scenario, mainRun(scenario));
      expect(frames.length).toBeGreaterThan(10);
      for (const { state } of frames) expect(brokenInvariant(scenario.engine, state)).toBeNull();
      const labels = labelFrames(scenario, frames);
      expect(Object.keys(labels)).toEqual(Object.keys(scenario.labels));
      expect(labels[scenario.poster]).toBeDefined();
    }
  });

  test('has commands that answer', async () => {
    const topic = (await open('topic.ts')).default as Topic;
    const context = {
      readFile: async () => new Uint8Array(),
      listFiles: async () => [],
      now: () => 0,
    };
    const answers = await Promise.all(
      (await topic.commands()).map((command: Command) =>
        command.run({ arguments: {}, options: {} }, context),
      ),
    );
    expect(answers.map((a) => a.good)).toEqual([true, true]);
  });

  test('has an article whose figures and frames exist, and a poster for its card', async () => {
    const article = read('content/raft-log.mdx');
    expect(article).toMatch(/^title: "Raft’s log, \\"explained\\""$/m);
    expect(article).toMatch(/^order: 2$/m);
    const topic = (await open('topic.ts')).default as Topic;
    const scenario = topic.scenarios[0]!;
    const pointed = [...article.matchAll(/frame="([\w-]+)"/g)].map((m) => m[1]!);
    expect(pointed.length).toBeGreaterThan(1);
    for (const label of pointed) expect(Object.keys(scenario.labels)).toContain(label);
    expect(article).toContain(`scenario: ${scenario.id} }`);
    expect(Object.keys(scenario.labels)).toContain(scenario.poster);
  });
});

describe('a request that cannot be met', () => {
  test.each([
    ['', 'lowercase letters, digits and hyphens'],
    ['Raft', 'lowercase letters, digits and hyphens'],
    ['../up', 'lowercase letters, digits and hyphens'],
    ['raft_log', 'lowercase letters, digits and hyphens'],
    ['2pc', 'begin with a letter'],
    ['raft--log', 'a hyphen stands between two words'],
    ['raft-', 'a hyphen stands between two words'],
    ['a'.repeat(41), '41 characters'],
    ['lsm', 'src/topics/lsm already exists'],
    ['raft-log', 'src/topics/raft-log already exists'],
    ['lsm-compaction', 'content/lsm-compaction.mdx already exists'],
  ])('%j is refused in words, and nothing changes', (id, words) => {
    const before = snapshot(root);
    expect(() => newTopic(root, id)).toThrow(Refused);
    expect(() => newTopic(root, id)).toThrow(words);
    expect(() => newTopic(root, id)).toThrow(JSON.stringify(id));
    expect(snapshot(root)).toEqual(before);
  });

  test.each([
    ['', 'empty'],
    ['a\nb', 'cannot be printed'],
    ['a'.repeat(81), '81 characters'],
  ])('the title %j is refused too', (title, words) => {
    expect(() => newTopic(root, 'paxos', title)).toThrow(words);
  });

  test('the command says so and exits with 2', () => {
    const script = join(project, 'scripts', 'new-topic.ts');
    const { status, stderr } = spawnSync(process.execPath, [script, 'No'], { encoding: 'utf8' });
    expect(stderr).toContain('"No" is not a topic');
    expect(status).toBe(2);
  });
});
