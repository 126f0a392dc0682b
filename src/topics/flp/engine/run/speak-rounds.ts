import { type Rounds, roundOf, saidIn } from '../protocols/majority-rounds.ts';
import { decidedBy, type Sayings, type Taken } from './sayings.ts';

const dataOf = (data: unknown) => data as Rounds;
const shown = (value: number | null) => (value === null ? '⊥' : String(value));

/** What became of every phase that a step has finished. */
function finished({ before, after }: Taken): readonly string[] {
  const [was, is] = [dataOf(before.data), dataOf(after.data)];
  const said: string[] = [];
  for (let phase = Math.max(was.phase, 0) + 1; phase <= is.phase; phase += 1) {
    const last = phase === is.phase;
    if (phase % 2 === 1) said.push(last ? `proposes ${shown(is.proposal)}` : 'proposes');
    else said.push(`goes on to round ${roundOf(phase)}${last ? ` with ${is.x}` : ''}`);
  }
  return said;
}

function heard({ before, message }: Taken): string {
  const data = dataOf(before.data);
  const said = saidIn(message!);
  const what = said.phase % 2 === 0 ? shown(said.value) : `proposal ${shown(said.value)}`;
  if (said.phase < data.phase) return `lets ${what} of round ${roundOf(said.phase)} go by`;
  if (said.phase > Math.max(data.phase, 0)) return `keeps ${what} for round ${roundOf(said.phase)}`;
  return `hears ${what}`;
}

export function roundsSayings(title: string): Sayings {
  return {
    title,
    role: () => '',
    did(taken) {
      const said: string[] = [];
      if (dataOf(taken.before.data).phase < 0) said.push(`sends its ${taken.before.input} to all`);
      if (taken.message !== null) said.push(heard(taken));
      said.push(...finished(taken));
      const value = decidedBy(taken);
      if (value !== null) said.push(`decides ${value}`);
      return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0]!;
    },
    would(taken) {
      if (taken.message === null) return 'begins round 1';
      const value = decidedBy(taken);
      if (value !== null) return `decides ${value}`;
      const ends = finished(taken).map((end) => end.replace('goes on ', ''));
      return (
        ends.at(-1) ?? (heard(taken).startsWith('keeps') ? 'keeps it for later' : 'too late for it')
      );
    },
    short: (message) => message.replace(' ', ':'),
    facts(local) {
      const { phase, x, proposal } = dataOf(local.data);
      if (phase < 0) return [];
      const facts = [{ label: `round ${roundOf(phase)}, x`, values: [String(x)] }];
      return phase % 2 === 1 ? [...facts, { label: 'proposes', values: [shown(proposal)] }] : facts;
    },
    status(local) {
      const { phase } = dataOf(local.data);
      if (phase < 0) return 'has not begun';
      return phase % 2 === 0 ? 'waits for a report' : 'waits for a proposal';
    },
  };
}
