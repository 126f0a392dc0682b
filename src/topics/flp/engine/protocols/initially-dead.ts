import type { Acting, Bit, Protocol } from '../protocol.ts';
import { majority } from './wait.ts';

interface Meeting {
  readonly stage: 'asleep' | 'first' | 'second' | 'over';
  /** Whose first message it received in the first stage, in order of number. */
  readonly heard: readonly number[];
  /** What is known of the graph, its own part too once that is fixed; in order of number. */
  readonly reports: readonly Report[];
}

/** What the second stage sends: who it is, its input, and whom it heard. */
interface Report {
  readonly p: number;
  readonly input: Bit;
  readonly heard: readonly number[];
}

/**
 * The protocol that copes with processes that are dead from the start, as long as
 * a majority is alive and nobody dies later. First everybody says that it is
 * there, and hears L-1 others, L being a majority: an arrow from each of those
 * to it. Then everybody tells its input and whom it heard, and waits until
 * it has been told the same by all its ancestors. All of them then see the one
 * clique that has no arrow from outside, and decide the least of its inputs.
 * What is heard too late is dropped, and so is all else after the decision.
 * (Fischer, Lynch, Paterson 1985, section 4)
 */
export function initiallyDead(processes: number): Protocol<Meeting> {
  return {
    id: 'initially-dead',
    processes,
    begin: () => ({ stage: 'asleep', heard: [], reports: [] }),
    step(me, message) {
      if (me.output !== null) return;
      if (me.data.stage === 'asleep') {
        me.broadcast(`S${me.p}`);
        me.data = { ...me.data, stage: 'first' };
      }
      if (message?.startsWith('S')) hear(me, Number(message.slice(1)));
      else if (message !== null) keep(me, reportIn(message));
      if (me.data.stage === 'second') conclude(me);
    },
  };
}

function hear(me: Acting<Meeting>, from: number): void {
  if (me.data.stage !== 'first') return;
  const heard = [...me.data.heard, from].sort((a, b) => a - b);
  me.data = { ...me.data, heard };
  if (heard.length < majority(me.processes) - 1) return;
  me.broadcast(`T${me.p}:${me.input}:${heard}`);
  me.data = { ...me.data, stage: 'second' };
  keep(me, { p: me.p, input: me.input, heard });
}

function keep(me: Acting<Meeting>, report: Report): void {
  const reports = [...me.data.reports, report].sort((a, b) => a.p - b.p);
  me.data = { ...me.data, reports };
}

/** Decides as soon as there is a report from every ancestor. */
function conclude(me: Acting<Meeting>): void {
  const graph = new Map(me.data.reports.map((report) => [report.p, report]));
  const family = [...ancestors(graph, me.p)];
  if (!family.every((p) => graph.has(p))) return;
  const clique = family.filter((p) =>
    [...ancestors(graph, p)].every((older) => ancestors(graph, older).has(p)),
  );
  me.decide(clique.every((p) => graph.get(p)?.input === 1) ? 1 : 0);
  me.data = { stage: 'over', heard: [], reports: [] };
}

/** Everybody from whom arrows lead to `p`, as far as the reports show; `p` itself if on a cycle. */
function ancestors(graph: ReadonlyMap<number, Report>, p: number): ReadonlySet<number> {
  const found = new Set(graph.get(p)?.heard);
  for (const older of found) for (const oldest of graph.get(older)?.heard ?? []) found.add(oldest);
  return found;
}

function reportIn(message: string): Report {
  const [p, input, heard] = message.slice(1).split(':');
  return { p: Number(p), input: input === '1' ? 1 : 0, heard: heard!.split(',').map(Number) };
}
