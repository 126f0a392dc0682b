import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything that must hold, in the order of what is cheapest to learn. Checks
 * count as one test each; unit and browser tests count one by one.
 */
interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  /** A JSON report to take counts from, where the stage writes one. */
  readonly report?: { readonly path: string; readonly read: (report: never) => Counts };
  /** Stages that must have passed. */
  readonly needs?: readonly string[];
}
interface Ended {
  readonly status: number | null;
  readonly said: string;
}
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const reports = join('.cache', 'reports');
const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');

const readUnit = (r: { numPassedTests: number; numFailedTests: number }): Counts => ({
  passed: r.numPassedTests,
  failed: r.numFailedTests,
});
const readBrowser = (r: { stats: { expected: number; unexpected: number } }): Counts => ({
  passed: r.stats.expected,
  failed: r.stats.unexpected,
});

/** What the checks of types read. */
const sync: Stage = { name: 'types of the content', command: ['astro', 'sync'] };
/** Each takes one core, and none needs what another leaves behind. */
const checks: readonly Stage[] = [
  { name: 'types (astro check)', command: ['astro', 'check', '--minimumSeverity', 'warning'] },
  {
    name: 'types (svelte-check)',
    command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  },
  { name: 'lint and format', command: ['biome', 'ci', '.'] },
  { name: 'import rules', command: ['depcruise', 'src', 'scripts', 'e2e', '--config'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
];
const stages: readonly Stage[] = [
  {
    name: 'unit tests',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${unitReport}`,
    ],
    report: { path: unitReport, read: readUnit },
  },
  { name: 'build', command: ['astro', 'build'] },
  { name: 'size budgets', command: ['node', 'scripts/budgets.ts'], needs: ['build'] },
  {
    name: 'browser tests',
    command: ['playwright', 'test'],
    report: { path: browserReport, read: readBrowser },
    needs: ['build'],
  },
];

/** What it says comes as it says it, or, with others beside it, all at once when it is over. */
function execute([command, ...args]: readonly string[], beside: boolean): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(join('node_modules', '.bin', command!), args, {
      stdio: beside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const said: Buffer[] = [];
    child.stdout?.on('data', (part) => said.push(part));
    child.stderr?.on('data', (part) => said.push(part));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, said: Buffer.concat(said).toString() }));
  });
}

async function run(stage: Stage, beside = false): Promise<Counts> {
  const started = performance.now();
  if (!beside) console.log(`\n── ${stage.name}`);
  const { status, said } = await execute(stage.command, beside);
  if (beside) console.log(`\n── ${stage.name}\n${said}`);
  const good = status === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${good ? 'passed' : `FAILED (status ${status})`} in ${seconds} s`);
  if (!stage.report || !existsSync(stage.report.path)) return { passed: +good, failed: +!good };
  const counts = stage.report.read(JSON.parse(readFileSync(stage.report.path, 'utf8')) as never);
  // A runner can fail without a failed test: a file that does not load, say.
  return good || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

// The tests need the pictures that pages name, and not the rest, which take the longest to draw.
process.env.PICTURES ??= 'linked';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const failures = new Set<string>();
let passed = 0;
let failed = 0;
function count({ name }: Stage, counts: Counts): void {
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) failures.add(name);
}

count(sync, await run(sync));
const left = [...checks];
async function work(): Promise<void> {
  for (let stage = left.shift(); stage; stage = left.shift()) count(stage, await run(stage, true));
}
await Promise.all([work(), work()]);
for (const stage of stages) {
  if (stage.needs?.some((name) => failures.has(name))) {
    console.log(`\n── ${stage.name}: not run, because ${stage.needs.join(', ')} failed`);
    failed += 1;
  } else count(stage, await run(stage));
}
if (failures.size > 0) console.log(`\nFailed: ${[...failures].join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
