/**
 * Starts a topic: its folder with a small working engine, an article, a line in
 * the registry. Everything else follows from the registry.
 *
 *     npm run new-topic <id> ["Title"]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TEMPLATES = join(import.meta.dirname, 'templates');
const ENDING = '.tpl';
const MAX_ID = 40;
const MAX_TITLE = 80;

/** A request that cannot be met. Thrown before anything is written. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface NewTopic {
  readonly id: string;
  readonly title: string;
  /** Paths of what was made or changed, from the root. */
  readonly made: readonly string[];
  readonly changed: readonly string[];
}

/** `raft-log` as `Raft log`. */
function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `raft-log` as `RaftLog`. */
function pascal(id: string): string {
  return id.replace(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase());
}

function camel(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function checkId(root: string, id: string): void {
  const said = JSON.stringify(id);
  if (!/^[a-z0-9-]+$/.test(id)) {
    throw new Refused(
      `${said} is not a topic's id: use lowercase letters, digits and hyphens, such as raft-log.`,
    );
  }
  if (!/^[a-z]/.test(id)) {
    throw new Refused(`${said} is not a topic's id: it has to begin with a letter.`);
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new Refused(
      `${said} is not a topic's id: a hyphen stands between two words, one at a time.`,
    );
  }
  if (id.length > MAX_ID) {
    throw new Refused(
      `${said} is not a topic's id: it has ${id.length} characters, and ${MAX_ID} is the most.`,
    );
  }
  for (const path of [join('src', 'topics', id), join('content', `${id}.mdx`)]) {
    if (existsSync(join(root, path)))
      throw new Refused(`${said} is taken: ${path} already exists.`);
  }
}

function checkTitle(title: string): void {
  if (title.trim() === '') throw new Refused('The title is empty.');
  if (title.length > MAX_TITLE) {
    throw new Refused(`The title has ${title.length} characters, and ${MAX_TITLE} is the most.`);
  }
  if (/\p{Cc}/u.test(title)) {
    throw new Refused('The title has a character in it that cannot be printed.');
  }
}

/** As code: in single quotes, unless that would need more backslashes. */
function literal(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\');
  return text.includes("'") && !text.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** The registry with one more topic. Throws `Refused` where it is not as expected. */
function register(source: string, id: string): string {
  const name = `${camel(id)}Topic`;
  const list = /^(export const topics: readonly Topic\[\] = \[)([^\]]*)\];$/m;
  const lastImport = /(?:^import [^;]*;\n)+/m;
  if (!list.test(source) || !lastImport.test(source)) {
    throw new Refused('src/topics.ts does not list its topics in the form that this script knows.');
  }
  const statement = `import { ${name} } from './topics/${id}/topic.ts';\n`;
  return source
    .replace(lastImport, (imports) => imports + statement)
    .replace(list, (_, start: string, listed: string) => {
      const names = listed.split(',').map((n) => n.trim());
      return `${start}${[...names.filter(Boolean), name].join(', ')}];`;
    });
}

/** One more than the highest `order` among the articles. */
function nextOrder(root: string): number {
  const orders = readdirSync(join(root, 'content'))
    .filter((name) => name.endsWith('.mdx'))
    .map((name) => /^order: *(\d+)/m.exec(readFileSync(join(root, 'content', name), 'utf8')))
    .map((found) => Number(found?.[1] ?? 0));
  return Math.max(0, ...orders) + 1;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/__([A-Za-z_]+?)__/g, (whole, name: string) => values[name] ?? whole);
}

/** Makes the topic under `root`. Throws `Refused`, having written nothing. */
export function newTopic(root: string, id: string, title: string = titleOf(id)): NewTopic {
  checkId(root, id);
  checkTitle(title);
  const registry = join('src', 'topics.ts');
  const registered = register(readFileSync(join(root, registry), 'utf8'), id);
  const values = {
    id,
    name: camel(id),
    Name: pascal(id),
    TITLE_CODE: literal(title),
    TITLE_YAML: JSON.stringify(title),
    order: String(nextOrder(root)),
    date: new Date().toISOString().slice(0, 10),
  };
  const files = new Map<string, string>();
  const folder = join(TEMPLATES, 'topic');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith(ENDING)) continue;
    const path = join('src', 'topics', id, fill(name.slice(0, -ENDING.length), values));
    files.set(path, fill(readFileSync(join(folder, name), 'utf8'), values));
  }
  const article = readFileSync(join(TEMPLATES, `article.mdx${ENDING}`), 'utf8');
  files.set(join('content', `${id}.mdx`), fill(article, values));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  writeFileSync(join(root, registry), registered);
  return { id, title, made: [...files.keys()].sort(), changed: [registry] };
}

/** Orders imports and breaks lines as the linter wants them, whatever the id's length. */
function format(root: string, { made, changed }: NewTopic): void {
  const files = [...made, ...changed].filter((path) => /\.(ts|svelte)$/.test(path));
  const biome = join(root, 'node_modules', '.bin', 'biome');
  const { status } = spawnSync(biome, ['check', '--write', ...files], { cwd: root });
  if (status !== 0) console.error('The new files could not be formatted: run npm run format.');
}

function main(): void {
  const root = join(import.meta.dirname, '..');
  const [id, title, ...rest] = process.argv.slice(2);
  try {
    if (id === undefined || rest.length > 0) {
      throw new Refused('Usage: npm run new-topic <id> ["Title"]');
    }
    const topic = newTopic(root, id, title);
    format(root, topic);
    for (const path of topic.made) console.log(`made     ${path}`);
    for (const path of topic.changed) console.log(`changed  ${path}`);
    console.log(`
“${topic.title}” is ready: a bounded buffer, to be replaced by your own engine.
  npm run dev                     then open /embed/${id}/uneven/ and /articles/${id}/
  npm run -s lab -- ${id} run
  npx vitest run src/topics/${id}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

if (import.meta.main) main();
