// Brings a fresh clone to where everything runs. Plain JavaScript, because the
// Node of the machine runs it before the project's own is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser, run } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => console.log(`set-up: ${text}`);

/** Where an install leaves what it installed for. */
const stampOf = (folder) => join(folder, 'node_modules', '.lockstep-installed');

function wanted(folder) {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) {
    if (existsSync(join(folder, file))) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}

/** Installs what a folder's lockfile says; false where that is there already. */
async function installIn(folder) {
  const stamp = stampOf(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted(folder)) return false;
  // Not `npm ci`: it refuses a lockfile that lacks other platforms' binaries, which
  // one made behind a partial registry does.
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  const status = await run('npm', ['install', ...quietly], { cwd: folder });
  if (status !== 0) throw new Error(`npm install failed with status ${status}.`);
  writeFileSync(stamp, wanted(folder));
  return true;
}

async function install() {
  say('Installing packages, unless they are as the lockfile says …');
  say((await installIn(root)) ? 'Packages installed.' : 'Packages are as the lockfile says.');
}

/** The example talks have packages of their own, which the browser tests need and nothing else. */
async function installTalks() {
  const talks = join(root, 'examples', 'slides');
  if (!existsSync(talks)) return;
  for (const name of readdirSync(talks)) {
    if (!existsSync(join(talks, name, 'package.json'))) continue;
    try {
      if (await installIn(join(talks, name))) say(`Packages of examples/slides/${name} installed.`);
    } catch (error) {
      say(`examples/slides/${name} is left out, and so are its browser tests: ${error.message}`);
    }
  }
}

function reportNode() {
  const path = join(root, 'node_modules', '.bin', 'node');
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (!version) throw new Error(`The project's Node is missing at ${path}.`);
  say(`Node ${version} comes with the project; this machine has ${process.version}.`);
}

try {
  await install();
  reportNode();
  // Both are waiting for other machines, most of the time.
  if (!process.argv.includes('--no-browser'))
    await Promise.all([installTalks(), ensureBrowser(say)]);
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
