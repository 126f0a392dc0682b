import { connect } from '../src/topics/nat/engine/connect.ts';
import type { KindId } from '../src/topics/nat/engine/kinds.ts';
import { PLAIN } from '../src/topics/nat/engine/pair.ts';
import { BUILT, build, cannot, clear, SERVERS } from './kernel/network.ts';

/**
 * Builds pairs of peers out of Linux network namespaces and iptables, lets them punch with real
 * UDP sockets, and compares each cell with the engine: `npm run test:kernel`. As root, on Linux.
 */
interface Endpoint {
  readonly ip: string;
  readonly port: number;
}
/** Who sends first, and by how much: enough for a packet to be there before the other sends. */
const LEAD = 120;
const ROUNDS = 5;
const INTERVAL = 100;

const endpoint = (text: string | undefined): Endpoint => {
  const [ip = '', port = '0'] = (text ?? '').split(':');
  return { ip, port: Number(port) };
};

interface Found {
  readonly connected: boolean;
  /** Somebody's way ends at an address that was not offered. */
  readonly learned: boolean;
  /** The ports at which three servers saw each. */
  readonly seen: { readonly a: readonly string[]; readonly b: readonly string[] };
}

async function punch(a: KindId, b: KindId, first: 'a' | 'b'): Promise<Found> {
  const net = await build(a, b);
  try {
    const ask = { do: 'ask', servers: SERVERS };
    net.a.tell(ask);
    const seenA = (await net.a.hear<{ seen: string[] }>()).seen;
    net.b.tell(ask);
    const seenB = (await net.b.hear<{ seen: string[] }>()).seen;
    const [toA, toB] = [endpoint(seenA[0]), endpoint(seenB[0])];
    const order = (to: Endpoint, waits: number) => ({
      do: 'probe',
      to,
      waits,
      rounds: ROUNDS,
      interval: INTERVAL,
    });
    net.a.tell(order(toB, first === 'a' ? 0 : LEAD));
    net.b.tell(order(toA, first === 'b' ? 0 : LEAD));
    type Said = { answered: Endpoint | null; data: Endpoint | null };
    const [saidA, saidB] = await Promise.all([net.a.hear<Said>(), net.b.hear<Said>()]);
    const offered = new Set([toA, toB].map(({ ip, port }) => `${ip}:${port}`));
    const ways = [saidA, saidB].flatMap((s) => [s.answered, s.data]).filter((way) => way !== null);
    return {
      connected: ways.length > 0,
      learned: ways.some(({ ip, port }) => !offered.has(`${ip}:${port}`)),
      seen: { a: seenA, b: seenB },
    };
  } finally {
    net.stop();
  }
}

/** What the engine says of the same cell. */
function engine(a: KindId, b: KindId, first: 'a' | 'b'): { connected: boolean; learned: boolean } {
  const waits = first === 'a' ? { a: 0, b: LEAD } : { a: LEAD, b: 0 };
  const { path, learned } = connect({ ...PLAIN, a, b, waits, rounds: ROUNDS, interval: 200 }, 7);
  return { connected: path !== null && path !== 'relayed', learned };
}

async function main(): Promise<number> {
  const why = cannot();
  if (why) {
    console.log(`Skipped: ${why}.`);
    return 0;
  }
  let [agreed, differed] = [0, 0];
  for (const a of BUILT) {
    for (const b of BUILT) {
      for (const first of ['a', 'b'] as const) {
        const real = await punch(a, b, first);
        const ours = engine(a, b, first);
        const same = real.connected === ours.connected && real.learned === ours.learned;
        if (same) agreed += 1;
        else differed += 1;
        const words = ({ connected, learned }: { connected: boolean; learned: boolean }) =>
          `${connected ? 'connected' : 'not connected'}${learned ? ', learned' : ''}`;
        const verdict = same
          ? 'same'
          : `DIFFERS: engine ${words(ours)}; seen ${JSON.stringify(real.seen)}`;
        console.log(`${a} × ${b}, ${first} first: ${words(real)}: ${verdict}`);
      }
    }
  }
  console.log(`${agreed} passed, ${differed} failed`);
  return differed === 0 ? 0 : 1;
}

process.on('exit', clear);
process.exitCode = await main();
