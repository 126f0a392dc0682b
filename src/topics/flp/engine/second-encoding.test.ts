import { describe, expect, test } from 'vitest';
import { classified } from './classify.ts';
import { protocolOf } from './protocols/index.ts';

/*
 * Two protocols once more, from their description alone and by other means: a
 * configuration is an object and its JSON, the buffer a sorted list of text, and
 * what can be decided is found by going over all edges until nothing changes. The
 * engine is asked for its counts at the end, and for nothing else.
 */

interface World<Process> {
  readonly processes: readonly Process[];
  /** Messages, each beginning with the digit of its receiver. */
  readonly mail: readonly string[];
}

interface Model<Process extends { readonly decided: string }> {
  readonly starts: readonly World<Process>[];
  /** Receives at p: the process after it, and what it sends. It must not change the process it is given. */
  receive(me: Process, p: number, message: string): { me: Process; sent: readonly string[] };
  /** What stands for the configuration, or `null` if it is not looked at. */
  fold(world: World<Process>): World<Process> | null;
}

/** Every event that changes a configuration: who takes it, and what comes of it. */
function events<P extends { readonly decided: string }>(model: Model<P>, world: World<P>) {
  return world.processes.flatMap((before, p) => {
    const messages = new Set(world.mail.filter((message) => message.startsWith(`${p}`)));
    return ['', ...messages].flatMap((message) => {
      const { me, sent } = model.receive(before, p, message.slice(1));
      const idle = message === '' && sent.length === 0;
      if (idle && JSON.stringify(me) === JSON.stringify(before)) return [];
      const rest = [...world.mail];
      if (message !== '') rest.splice(rest.indexOf(message), 1);
      const processes = world.processes.map((process, q) => (q === p ? me : process));
      return [{ p, world: { processes, mail: [...rest, ...sent].sort() } }];
    });
  });
}

function count<P extends { readonly decided: string }>(model: Model<P>) {
  const found = new Map<string, World<P>>();
  const next = new Map<string, string[]>();
  const pending: string[] = [];
  const meet = (world: World<P>): string => {
    const text = JSON.stringify(world);
    if (!found.has(text)) pending.push(text);
    found.set(text, world);
    return text;
  };
  const starts = model.starts.map(meet);
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    const after = events(model, found.get(text)!).map(({ world }) => model.fold(world));
    next.set(
      text,
      after.flatMap((world) => (world ? [meet(world)] : [])),
    );
  }
  const values = reachable(found, next);
  const worlds = [...found];
  const open = worlds.filter(([text, world]) => values.get(text) === '01' && !decidedIn(world));
  const stuckWithout = (p: number) =>
    worlds.filter(
      ([, world]) => !decidedIn(world) && events(model, world).every((event) => event.p === p),
    ).length;
  const having = (set: string) => worlds.filter(([text]) => values.get(text) === set).length;
  return {
    configurations: found.size,
    edges: [...next.values()].reduce((all, { length }) => all + length, 0),
    zero: having('0'),
    one: having('1'),
    bivalent: having('01'),
    bivalentUndecided: open.length,
    bivalentInitial: starts.filter((text) => values.get(text) === '01').length,
    critical: open.filter(([text]) => next.get(text)!.every((to) => values.get(to) !== '01'))
      .length,
    stuckIfStops: model.starts[0]!.processes.map((_, p) => stuckWithout(p)),
  };
}

const decidedIn = ({ processes }: World<{ readonly decided: string }>): string =>
  ['0', '1'].filter((value) => processes.some(({ decided }) => decided === value)).join('');

/** What can be decided from each, as `0`, `1`, `01` or nothing. */
function reachable(
  found: ReadonlyMap<string, World<{ readonly decided: string }>>,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const values = new Map([...found].map(([text, world]) => [text, decidedIn(world)]));
  const order = [...found.keys()].reverse();
  for (let changed = true; changed; ) {
    changed = false;
    for (const text of order) {
      const all = new Set([
        ...values.get(text)!,
        ...next.get(text)!.flatMap((to) => [...values.get(to)!]),
      ]);
      const now = [...all].sort().join('');
      if (now === values.get(text)) continue;
      values.set(text, now);
      changed = true;
    }
  }
  return values;
}

const others = (p: number, size: number): readonly number[] =>
  Array.from({ length: size }, (_, q) => q).filter((q) => q !== p);

const inputsOf = (size: number): readonly (readonly string[])[] =>
  size === 0 ? [[]] : inputsOf(size - 1).flatMap((rest) => ['0', '1'].map((x) => [...rest, x]));

interface Party {
  readonly vote: string;
  readonly asleep: boolean;
  /** Whose yes the coordinator has yet to hear of, as a number; of no use to anybody else. */
  readonly awaited: number;
  readonly decided: string;
}

/** p0 coordinates. A vote is `yes` or `no`, an outcome `0` or `1`. */
function commitWithTimeout(size: number): Model<Party> {
  const settle = (me: Party, outcome: string) => ({
    me: { ...me, asleep: false, awaited: 0, decided: outcome },
    sent: others(0, size).map((q) => `${q}${outcome}`),
  });
  const coordinate = (me: Party, message: string) => {
    if (me.decided !== '') return { me, sent: [] };
    if (me.vote === '0' || message === 'no') return settle(me, '0');
    if (!me.asleep && message === '') return settle(me, '0');
    const awaited = (me.asleep ? size - 1 : me.awaited) - (message === 'yes' ? 1 : 0);
    return awaited === 0 ? settle(me, '1') : { me: { ...me, asleep: false, awaited }, sent: [] };
  };
  const take = (me: Party, message: string) => {
    const sent = me.asleep ? [me.vote === '1' ? '0yes' : '0no'] : [];
    const decided = me.vote === '0' ? '0' : message || me.decided;
    return { me: { ...me, asleep: false, decided }, sent };
  };
  return {
    starts: inputsOf(size).map((votes) => ({
      processes: votes.map((vote) => ({ vote, asleep: true, awaited: 0, decided: '' })),
      mail: [],
    })),
    receive: (me, p, message) => (p === 0 ? coordinate(me, message) : take(me, message)),
    fold: (world) => world,
  };
}

interface Voter {
  /** Two to a round; `null` before the first step. */
  readonly phase: number | null;
  readonly estimate: string;
  /** What it said in this phase: its estimate, or what it proposes, `-` for nothing. */
  readonly said: string;
  /** What came too early, the first for each phase. */
  readonly kept: Readonly<Record<number, string>>;
  readonly decided: string;
}

/** A message is the receiver, the value, and the phase it belongs to: `2-13`. */
function rounds(lead: number): Model<Voter> {
  const say = (
    me: Voter,
    p: number,
    phase: number,
    said: string,
  ): { me: Voter; sent: string[] } => ({
    me: { ...me, phase, said },
    sent: others(p, 3).map((q) => `${q}${said}${phase}`),
  });
  const close = (me: Voter, p: number, heard: string) => {
    const phase = me.phase!;
    if (phase % 2 === 0) return say(me, p, phase + 1, heard === me.said ? heard : '-');
    const seen = [me.said, heard].filter((value) => value !== '-');
    const decided = seen.length === 2 ? heard : me.decided;
    const estimate = seen[0] ?? '1';
    return say({ ...me, decided, estimate }, p, phase + 1, estimate);
  };
  /** Goes on for as long as something was kept for the phase it is in. */
  const goOn = (me: Voter, p: number): { me: Voter; sent: readonly string[] } => {
    const { [me.phase!]: heard, ...kept } = me.kept;
    if (heard === undefined) return { me, sent: [] };
    const closed = close({ ...me, kept }, p, heard);
    const rest = goOn(closed.me, p);
    return { me: rest.me, sent: [...closed.sent, ...rest.sent] };
  };
  return {
    starts: inputsOf(3).map((inputs) => ({
      processes: inputs.map((estimate) => ({
        ...{ phase: null, estimate, said: '', kept: {}, decided: '' },
      })),
      mail: [],
    })),
    receive(before, p, message) {
      const first =
        before.phase === null ? say(before, p, 0, before.estimate) : { me: before, sent: [] };
      if (message === '') return first;
      const { me } = first;
      const phase = Number(message.slice(1));
      if (isStale(me, phase)) return first;
      const rest = goOn({ ...me, kept: { ...me.kept, [phase]: message[0]! } }, p);
      return { me: rest.me, sent: [...first.sent, ...rest.sent] };
    },
    fold: (world) => foldRounds(world, lead),
  };
}

const isStale = ({ phase, kept }: Voter, of: number): boolean =>
  of < (phase ?? 0) || kept[of] !== undefined;

function foldRounds({ processes, mail }: World<Voter>, lead: number): World<Voter> | null {
  const phases = processes.map(({ phase }) => phase ?? 0);
  const slowest = Math.min(...phases);
  if (Math.max(...phases) - slowest > lead) return null;
  const back = slowest - (slowest % 2);
  const useful = mail.filter(
    (text) => !isStale(processes[Number(text[0])]!, Number(text.slice(2))),
  );
  return {
    processes: processes.map((me) => ({
      ...me,
      phase: me.phase === null ? null : me.phase - back,
      kept: Object.fromEntries(
        Object.entries(me.kept).map(([phase, value]) => [Number(phase) - back, value]),
      ),
    })),
    mail: useful.map((text) => `${text.slice(0, 2)}${Number(text.slice(2)) - back}`).sort(),
  };
}

describe('a second program counts the same', () => {
  const engine = (...[choice]: Parameters<typeof protocolOf>) =>
    classified(protocolOf(choice)).counts;

  test.each([2, 3])('two-phase commit with a timeout, of %i', (processes) => {
    const found = count(commitWithTimeout(processes));
    expect(engine({ name: 'two-phase-commit-timeout', processes })).toMatchObject(found);
  });

  test.each([2, 3])('majority rounds with 1 at a tie, %i phases ahead', (lead) => {
    const found = count(rounds(lead));
    const choice = { name: 'majority-rounds', processes: 3, tie: 'one', lead } as const;
    expect(engine(choice)).toMatchObject(found);
  });

  test('and those are the counts of the table', () => {
    expect(count(commitWithTimeout(3))).toMatchObject({ configurations: 243, edges: 588 });
    expect(count(rounds(2))).toMatchObject({ configurations: 5236, edges: 18_339 });
  });
});
