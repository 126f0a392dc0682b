import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KindId } from '../../src/topics/nat/engine/kinds.ts';

/** Networks out of Linux's own parts: namespaces, cables between them, and iptables. */

export const BUILT: readonly KindId[] = [
  'none',
  'firewall',
  'full-cone',
  'linux',
  'linux-open',
  'linux-random',
  'udp-blocked',
];

const WAN = '203.0.113';
export const SERVERS = [
  { ip: `${WAN}.1`, port: 3478 },
  { ip: `${WAN}.1`, port: 3479 },
  { ip: `${WAN}.2`, port: 3478 },
] as const;

const SIDES = {
  a: {
    outside: `${WAN}.10`,
    lan: '192.168.1',
    host: '192.168.1.5',
    own: '198.51.100.2',
    port: 40_001,
  },
  b: { outside: `${WAN}.20`, lan: '10.0.0', host: '10.0.0.7', own: '198.51.100.18', port: 40_002 },
} as const;
export type SideId = keyof typeof SIDES;

/** Names of this run's own namespaces, so that nothing else is touched. */
const RUN = `ls${process.pid}`;
const namespaces: string[] = [];

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
const inside = (ns: string, command: string, ...args: readonly string[]): void =>
  run('ip', 'netns', 'exec', ns, command, ...args);

function makeNamespace(name: string): string {
  const ns = `${RUN}-${name}`;
  run('ip', 'netns', 'add', ns);
  namespaces.push(ns);
  inside(ns, 'ip', 'link', 'set', 'lo', 'up');
  return ns;
}

/** A cable between two namespaces, its ends named and up. */
function cable(a: string, aEnd: string, b: string, bEnd: string): void {
  run('ip', 'link', 'add', aEnd, 'netns', a, 'type', 'veth', 'peer', 'name', bEnd, 'netns', b);
  inside(a, 'ip', 'link', 'set', aEnd, 'up');
  inside(b, 'ip', 'link', 'set', bEnd, 'up');
}

export function clear(): void {
  for (const ns of namespaces.splice(0)) {
    try {
      run('ip', 'netns', 'del', ns);
    } catch {
      // Gone already.
    }
  }
}

/** Why this machine cannot do it, in words; `null` where it can. */
export function cannot(): string | null {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'it needs root, to make network namespaces';
  try {
    run('ip', 'netns', 'add', `${RUN}-try`);
  } catch {
    return '`ip netns add` does not work here';
  }
  try {
    inside(`${RUN}-try`, 'iptables', '-t', 'nat', '-A', 'POSTROUTING', '-j', 'MASQUERADE');
  } catch {
    return 'iptables with a nat table is not there (Debian: apt-get install iptables)';
  } finally {
    run('ip', 'netns', 'del', `${RUN}-try`);
  }
  return null;
}

/** The middle: a bridge to which servers, routers and open hosts are plugged in. */
function makeWan(): string {
  const wan = makeNamespace('wan');
  inside(wan, 'ip', 'link', 'add', 'name', 'hub', 'type', 'bridge');
  inside(wan, 'ip', 'link', 'set', 'hub', 'up');
  return wan;
}

function plugIn(wan: string, ns: string, name: string, addresses: readonly string[]): void {
  cable(wan, name, ns, 'wan');
  inside(wan, 'ip', 'link', 'set', name, 'master', 'hub');
  for (const ip of addresses) inside(ns, 'ip', 'addr', 'add', `${ip}/24`, 'dev', 'wan');
  // Hosts behind a firewall keep addresses of their own.
  for (const { outside, own } of Object.values(SIDES)) {
    if (addresses.includes(outside)) continue;
    inside(ns, 'ip', 'route', 'add', `${own}/32`, 'via', outside);
  }
}

/** What stands in front of a side; the address that its host has. */
function makeSide(
  wan: string,
  side: SideId,
  kind: KindId,
): { readonly ns: string; readonly ip: string } {
  const { outside, lan, host, own } = SIDES[side];
  const peer = makeNamespace(`h${side}`);
  if (kind === 'none') {
    plugIn(wan, peer, `h${side}`, [outside]);
    return { ns: peer, ip: outside };
  }
  const router = makeNamespace(`n${side}`);
  plugIn(wan, router, `n${side}`, [outside]);
  cable(router, 'lan', peer, 'eth0');
  const ip = kind === 'firewall' ? own : host;
  const gateway =
    kind === 'firewall' ? own.replace(/\d+$/, (n) => String(Number(n) - 1)) : `${lan}.1`;
  const bits = kind === 'firewall' ? 30 : 24;
  inside(router, 'ip', 'addr', 'add', `${gateway}/${bits}`, 'dev', 'lan');
  inside(peer, 'ip', 'addr', 'add', `${ip}/${bits}`, 'dev', 'eth0');
  inside(peer, 'ip', 'route', 'add', 'default', 'via', gateway);
  inside(router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  rules(router, kind, host);
  return { ns: peer, ip };
}

/** The rules of a router; what makes each kind is one line. */
function rules(router: string, kind: KindId, host: string): void {
  const filter = (...args: readonly string[]) => inside(router, 'iptables', ...args);
  const translate = (...args: readonly string[]) => filter('-t', 'nat', '-A', ...args);
  const masquerade = ['POSTROUTING', '-o', 'wan', '-j', 'MASQUERADE'] as const;
  if (kind === 'firewall') {
    filter(
      '-A',
      'FORWARD',
      '-i',
      'wan',
      '-m',
      'conntrack',
      '--ctstate',
      'ESTABLISHED',
      '-j',
      'ACCEPT',
    );
    filter('-A', 'FORWARD', '-i', 'wan', '-j', 'DROP');
    return;
  }
  translate(...masquerade, ...(kind === 'linux-random' ? ['--random-fully'] : []));
  if (kind === 'full-cone')
    translate('PREROUTING', '-i', 'wan', '-p', 'udp', '-j', 'DNAT', '--to', host);
  if (kind === 'udp-blocked') filter('-A', 'FORWARD', '-p', 'udp', '-j', 'DROP');
  if (kind !== 'linux-open') filter('-A', 'INPUT', '-i', 'wan', '-j', 'DROP');
}

/** A process in a namespace, that is told and answers in lines of JSON. */
export class Told {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #heard: unknown[] = [];
  #waiting: ((line: unknown) => void) | null = null;

  constructor(ns: string, script: string, args: readonly string[]) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.#process = spawn('ip', ['netns', 'exec', ns, process.execPath, path, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#process.stdout! });
    this.#lines.on('line', (line) => {
      const said: unknown = line.startsWith('{') ? JSON.parse(line) : line;
      if (this.#waiting) this.#waiting(said);
      else this.#heard.push(said);
      this.#waiting = null;
    });
  }
  tell(order: unknown): void {
    this.#process.stdin!.write(`${JSON.stringify(order)}\n`);
  }
  hear<T>(): Promise<T> {
    if (this.#heard.length > 0) return Promise.resolve(this.#heard.shift() as T);
    return new Promise((done) => {
      this.#waiting = done as (line: unknown) => void;
    });
  }
  stop(): void {
    this.#process.kill('SIGKILL');
  }
}

/** Two peers behind these kinds, and the servers; all of it running. */
export async function build(a: KindId, b: KindId): Promise<{ a: Told; b: Told; stop(): void }> {
  const wan = makeWan();
  const servers = makeNamespace('s');
  plugIn(wan, servers, 's', [...new Set(SERVERS.map(({ ip }) => ip))]);
  const sides = { a: makeSide(wan, 'a', a), b: makeSide(wan, 'b', b) };
  const server = new Told(
    servers,
    './server.ts',
    SERVERS.flatMap(({ ip, port }) => [ip, String(port)]),
  );
  await server.hear();
  const peers = Object.fromEntries(
    (['a', 'b'] as const).map((side) => {
      const { ns, ip } = sides[side];
      return [side, new Told(ns, './peer.ts', [ip, String(SIDES[side].port)])];
    }),
  ) as { a: Told; b: Told };
  await Promise.all([peers.a.hear(), peers.b.hear()]);
  const stop = () => {
    for (const process of [server, peers.a, peers.b]) process.stop();
    clear();
  };
  return { ...peers, stop };
}
