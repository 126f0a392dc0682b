// Serves the talk: `node serve.mjs [port] [site]`. Figures come from the site, which is another
// origin; the slides name it as it stands below, and another one is put in its place here.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

const folder = fileURLToPath(new URL('.', import.meta.url));
const WRITTEN = 'http://localhost:4321';

export function serveTalk(site = WRITTEN) {
  const files = sirv(folder, { dev: true, dotfiles: false });
  return createServer((request, response) => {
    if (!/^\/(index\.html)?(\?|$)/.test(request.url ?? '/')) return files(request, response);
    const page = readFileSync(new URL('index.html', import.meta.url), 'utf8');
    response.setHeader('Content-Type', 'text/html;charset=utf-8');
    response.end(page.replaceAll(WRITTEN, site.replace(/\/$/, '')));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , port = '8000', site = WRITTEN] = process.argv;
  serveTalk(site).listen(Number(port), () => {
    console.log(`The talk is at http://localhost:${port}/, its figures come from ${site}`);
  });
}
