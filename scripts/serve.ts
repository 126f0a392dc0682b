import { serveBuilt } from './static-server.ts';

/** Serves dist/ on a port: `node scripts/serve.ts [port]`. */
const port = Number(process.argv[2] ?? 4321);
serveBuilt('dist').listen(port, () => console.log(`Lockstep is at http://localhost:${port}/`));
