import { valueIn } from '../protocols/wait.ts';
import { begun, decidedBy, type Sayings, type Taken } from './sayings.ts';

const known = (data: unknown) => (data as { known: readonly string[] }).known;

function waitSayings(title: string, quorumOf: (processes: number) => number): Sayings {
  const news = ({ before, message, from }: Taken) => {
    const said: string[] = [];
    if (!begun(before)) said.push('sends its input to all');
    if (message !== null) said.push(`hears ${valueIn(message)} from p${from}`);
    return said.join(' and ');
  };
  return {
    title,
    role: () => '',
    did(taken) {
      const value = decidedBy(taken);
      if (taken.before.output !== null) return `is done, and lets ${valueIn(taken.message!)} go by`;
      return value === null
        ? news(taken)
        : `${news(taken)}, and decides ${value}, the least it knows`;
    },
    would({ before, message }) {
      if (message === null) return 'sends its input';
      if (before.output !== null) return 'too late for it';
      return begun(before) ? 'hears it' : 'sends, and hears it';
    },
    short: (message) => `p${message.slice(3)}:${message[1]}`,
    facts(local, _, processes) {
      if (local.output !== null) return [];
      const heard = known(local.data).map((word) => word.slice(-1));
      const all = Array.from({ length: quorumOf(processes) }, (_, i) => heard[i] ?? null);
      return [{ label: 'knows', values: all }];
    },
    status(local, _, processes) {
      if (local.output !== null) return 'has decided';
      if (!begun(local)) return 'has not begun';
      const missing = quorumOf(processes) - known(local.data).length;
      return missing === 1 ? 'waits for one more' : `waits for ${missing} more`;
    },
  };
}

export const waitAllSayings = waitSayings('Wait for all', (processes) => processes);
export const waitMajoritySayings = waitSayings(
  'Wait for a majority',
  (processes) => Math.floor(processes / 2) + 1,
);

export const leaderSayings: Sayings = {
  title: 'A leader decides',
  role: (p) => (p === 0 ? 'leader' : 'follower'),
  did(taken) {
    if (taken.p === 0) return `decides its own input, ${taken.after.output}, and tells everyone`;
    return `hears the decision, and decides ${taken.after.output}`;
  },
  would: ({ p }) => (p === 0 ? 'decides, and tells' : 'hears the decision'),
  short: (message) => message,
  facts: () => [],
  status(local, p) {
    if (local.output !== null) return 'has decided';
    return p === 0 ? 'has not begun' : 'waits to hear';
  },
};
