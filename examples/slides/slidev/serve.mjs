// Serves the built talk: `node serve.mjs [port] [site]`. Figures come from the site, which is another
// origin; the build names it as it stands below, and another one is put in its place here. So one
// build does for any site.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

const folder = new URL('dist/', import.meta.url);
const WRITTEN = 'http://localhost:4321';

export function serveTalk(site = WRITTEN) {
  const files = sirv(fileURLToPath(folder), { dev: true });
  return createServer((request, response) => {
    const script = /^\/(assets\/[\w.-]+\.js)(\?|$)/.exec(request.url ?? '')?.[1];
    if (!script || !existsSync(new URL(script, folder))) return files(request, response);
    response.setHeader('Content-Type', 'text/javascript;charset=utf-8');
    const text = readFileSync(new URL(script, folder), 'utf8');
    response.end(text.replaceAll(WRITTEN, site.replace(/\/$/, '')));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , port = '8000', site = WRITTEN] = process.argv;
  if (!existsSync(folder)) throw new Error('There is no dist: `npm run build` comes first.');
  serveTalk(site).listen(Number(port), () => {
    console.log(`The talk is at http://localhost:${port}/, its figures come from ${site}`);
  });
}
