/**
 * Serves dist/ with the machine's own nginx and deploy/nginx/lockstep.conf, and compares what comes
 * with dist/_headers and with the files. Says so and does nothing where there is no nginx.
 *
 *     npm run build && npm run check:nginx
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { headersFor, parseHeaders } from './headers-file.ts';
import { nginxHeaders } from './nginx-headers.ts';

const DIST = resolve('dist');
const rules = parseHeaders(readFileSync(join(DIST, '_headers'), 'utf8'));
/** Files of each folder of the site that are asked for. */
const EACH = 4;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Text with a part of it replaced. Throws where it is not there: the file has changed. */
function swapped(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`deploy/nginx/lockstep.conf has no “${from}”.`);
  return text.replaceAll(from, to);
}

/** Lays out a folder for nginx as Debian has its own: a main file that includes the site's. */
function layOut(prefix: string, port: number): void {
  const headers = join(prefix, 'lockstep-headers.conf');
  writeFileSync(headers, nginxHeaders(rules));
  let site = readFileSync('deploy/nginx/lockstep.conf', 'utf8');
  site = swapped(site, '/etc/nginx/lockstep-headers.conf', headers);
  site = swapped(site, 'root /var/www/lockstep;', `root ${DIST};`);
  site = swapped(site, '  listen [::]:80;\n', '');
  site = swapped(site, '  listen 80;', `  listen 127.0.0.1:${port};`);
  writeFileSync(join(prefix, 'lockstep.conf'), site);
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(join(prefix, name));
    return `  ${name}_temp_path ${join(prefix, name)};`;
  });
  // Whoever starts it owns the files, so that it need not become somebody who may not read them.
  const user = process.getuid?.() === 0 ? ['user root;'] : [];
  writeFileSync(
    join(prefix, 'nginx.conf'),
    [
      ...user,
      'daemon off;',
      'worker_processes 1;',
      `pid ${join(prefix, 'nginx.pid')};`,
      `error_log ${join(prefix, 'error.log')};`,
      'events {}',
      'http {',
      '  include /etc/nginx/mime.types;',
      '  default_type application/octet-stream;',
      '  access_log off;',
      ...scratch,
      `  include ${join(prefix, 'lockstep.conf')};`,
      '}',
    ].join('\n'),
  );
}

/** Some of each folder's files, by the addresses that pages have for them. */
function addresses(): readonly string[] {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '_headers')
    .map((entry) => join(entry.parentPath, entry.name).slice(DIST.length));
  const kinds = Map.groupBy(files, (file) => {
    const [, top] = file.split('/');
    return `${top} ${/\.\w+$/.exec(file)?.[0] ?? ''}`;
  });
  return [...kinds.values()]
    .flatMap((kind) => kind.toSorted().slice(0, EACH))
    .map((file) => file.replace(/\/index\.html$/, '/'));
}

const wrong: string[] = [];
const expect = (good: boolean, words: string): void => {
  if (!good) wrong.push(words);
};

/** The headers of a path in dist/_headers, all of them, and no other of their names. */
function compare(address: string, path: string, answer: Response): void {
  const wanted = headersFor(rules, path);
  const known = new Set(rules.flatMap((rule) => rule.headers.map(([n]) => n.toLowerCase())));
  for (const name of known) {
    const found = answer.headers.get(name);
    const value = wanted.get(name) ?? (name === 'cache-control' ? 'no-cache' : null);
    expect(found === value, `${address}: ${name} is ${found}, and not ${value}.`);
  }
}

async function checkFile(origin: string, address: string): Promise<void> {
  const answer = await fetch(origin + address);
  expect(answer.status === 200, `${address} answers ${answer.status}.`);
  compare(address, address, answer);
  const file = readFileSync(join(DIST, address.replace(/\/$/, '/index.html')));
  expect(file.equals(Buffer.from(await answer.arrayBuffer())), `${address} is another file.`);
  const type = answer.headers.get('content-type') ?? '';
  // A module in another type does not run, and X-Content-Type-Options forbids to guess.
  if (address.endsWith('.js')) expect(/javascript/.test(type), `${address} is ${type}.`);
  if (address.endsWith('.json')) expect(/json/.test(type), `${address} is ${type}.`);
  if (/\.(html|js|json)$|\/$/.test(address)) {
    const packed = file.length < 512 || answer.headers.get('content-encoding') === 'gzip';
    expect(packed, `${address} is not compressed.`);
    expect(/charset=utf-8/.test(type), `${address} is ${type}, without its charset.`);
  }
}

async function checkOdd(origin: string): Promise<void> {
  const missing = readFileSync(join(DIST, '404.html'), 'utf8');
  for (const path of ['/no/such/page/', '/embed/no/such/', '/_headers', '/_astro/']) {
    const answer = await fetch(origin + path);
    // A folder without a page of its own is forbidden rather than not there.
    expect([403, 404].includes(answer.status), `${path} answers ${answer.status}.`);
    if (answer.status !== 404) continue;
    expect((await answer.text()) === missing, `${path} is not the site’s own page.`);
    compare(path, '/404.html', answer);
  }
  const bare = await fetch(`${origin}/about`, { redirect: 'manual' });
  const to = bare.headers.get('location');
  expect(bare.status === 301 && to === '/about/', `/about answers ${bare.status}, to ${to}.`);
  // Under another name a page is the same page: it may not be framed.
  const disguised = await fetch(`${origin}/embed/..%2fabout/`);
  compare('/embed/..%2fabout/', '/about/', disguised);
}

async function answers(origin: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await fetch(origin);
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await pause(100);
    }
  }
}

async function main(): Promise<void> {
  const version = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (version.error) {
    console.log('There is no nginx on this machine, so its configuration was not tried.');
    return;
  }
  const prefix = mkdtempSync(join(tmpdir(), 'lockstep-nginx-'));
  const port = await freePort();
  layOut(prefix, port);
  const nginx = spawn('nginx', ['-p', prefix, '-c', join(prefix, 'nginx.conf')], {
    stdio: 'inherit',
  });
  const ended = new Promise((done) => nginx.once('exit', done));
  try {
    const origin = `http://127.0.0.1:${port}`;
    await answers(origin);
    const all = addresses();
    for (const address of all) await checkFile(origin, address);
    await checkOdd(origin);
    for (const words of wrong) console.log(words);
    console.log(
      `${version.stderr.trim()}: ${all.length} addresses, ${wrong.length} differences from dist/_headers.`,
    );
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    nginx.kill();
    await ended;
    rmSync(prefix, { recursive: true, force: true });
  }
}

await main();
