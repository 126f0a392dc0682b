// Brings a fresh clone to where everything runs. Plain JavaScript, because the
// Node of the machine runs it before the project's own is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.lockstep-installed');
const say = (text) => console.log(`set-up: ${text}`);

function wanted() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) {
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) {
    say('Packages are as the lockfile says.');
    return;
  }
  say('Installing packages from the lockfile …');
  // Not `npm ci`: it refuses a lockfile that lacks other platforms' binaries, which
  // one made behind a partial registry does.
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  const done = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error'],
    options,
  );
  if (done.status !== 0) throw new Error(`npm install failed with status ${done.status}.`);
  writeFileSync(stamp, wanted());
  say('Packages installed.');
}

function reportNode() {
  const path = join(root, 'node_modules', '.bin', 'node');
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (!version) throw new Error(`The project's Node is missing at ${path}.`);
  say(`Node ${version} comes with the project; this machine has ${process.version}.`);
}

try {
  install();
  reportNode();
  if (!process.argv.includes('--no-browser')) {
    const { ensureBrowser } = await import('./browser.mjs');
    ensureBrowser(say);
  }
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
