import { createSocket, type RemoteInfo } from 'node:dgram';
import { createInterface } from 'node:readline';

/**
 * A peer on a real socket, told what to do by lines of JSON on its input, answering in the same
 * way: `node peer.ts IP PORT`. It asks servers how it is seen, and probes as the engine's does.
 */
interface Endpoint {
  readonly ip: string;
  readonly port: number;
}
type Order =
  | { readonly do: 'ask'; readonly servers: readonly Endpoint[] }
  | {
      readonly do: 'probe';
      readonly to: Endpoint;
      readonly waits: number;
      readonly rounds: number;
      readonly interval: number;
    };

const [ip = '0.0.0.0', port = '0'] = process.argv.slice(2);
const socket = createSocket('udp4');
const seen: string[] = [];
let answered: Endpoint | null = null;
let data: Endpoint | null = null;

const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);
const send = (text: string, to: Endpoint) => socket.send(text, to.port, to.ip);
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

socket.on('message', (message: Buffer, { address, port: from }: RemoteInfo) => {
  const text = message.toString();
  const at = { ip: address, port: from };
  if (text.startsWith('seen ')) seen.push(text.slice(5));
  else if (text === 'probe') send('answer', at);
  else if (text === 'answer' && !answered) {
    answered = at;
    send('data', at);
  } else if (text === 'data') data ??= at;
});
// What a router answers to a probe that died is no failure of ours.
socket.on('error', () => {});

async function ask(servers: readonly Endpoint[]): Promise<void> {
  seen.length = 0;
  for (const server of servers) {
    const before = seen.length;
    send('who am I', server);
    for (let waited = 0; waited < 20 && seen.length === before; waited += 1) await pause(10);
    if (seen.length === before) seen.push('');
  }
  say({ seen });
}

async function probe({ to, waits, rounds, interval }: Extract<Order, { do: 'probe' }>) {
  answered = null;
  data = null;
  await pause(waits);
  for (let round = 0; round < rounds && !answered && !data; round += 1) {
    if (to.ip) send('probe', to);
    await pause(interval);
  }
  await pause(2 * interval);
  say({ answered, data });
}

socket.bind(Number(port), ip, () => {
  say({ ready: true });
  createInterface({ input: process.stdin }).on('line', (line) => {
    const order = JSON.parse(line) as Order;
    if (order.do === 'ask') void ask(order.servers);
    else void probe(order);
  });
});
