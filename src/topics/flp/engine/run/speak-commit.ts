import { valueIn } from '../protocols/wait.ts';
import { begun, decidedBy, type Sayings, type Taken, yesOrNo } from './sayings.ts';

const yesVotes = (data: unknown) => (data as { yes: number }).yes;

function coordinates(taken: Taken): string {
  const { before, after, message, processes } = taken;
  const value = decidedBy(taken);
  if (before.output !== null) return 'is done, and lets a vote go by';
  const said: string[] = [];
  if (!begun(before)) said.push(before.input === 1 ? 'counts its own yes' : 'votes no itself');
  if (message !== null && (begun(before) || before.input === 1)) {
    said.push(valueIn(message) === 1 ? 'counts a yes' : 'hears a no');
  }
  if (message === null && begun(before)) said.push('waits no longer');
  if (value !== null) return `${said.join(', ')}: it decides ${value} and tells everyone`;
  return `${said.join(' and ')}, ${yesVotes(after.data)} of ${processes}`;
}

function participates({ before, after, message }: Taken): string {
  const said: string[] = [];
  if (!begun(before)) said.push(`votes ${yesOrNo(before.input)}`);
  if (message !== null) said.push('hears the decision');
  if (before.output === null && after.output !== null) said.push(`decides ${after.output}`);
  return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0]!;
}

function commitSayings(title: string): Sayings {
  return {
    title,
    role: (p) => (p === 0 ? 'coordinator' : 'participant'),
    did: (taken) => (taken.p === 0 ? coordinates(taken) : participates(taken)),
    would({ p, before, message }) {
      if (p !== 0) {
        if (message !== null) return begun(before) ? 'hears it' : 'votes, and hears it';
        return `votes ${yesOrNo(before.input)}`;
      }
      if (message !== null) return before.output === null ? 'vote arrives' : 'too late for it';
      return begun(before) ? 'times out' : 'begins to count';
    },
    short: (message) => message,
    facts(local, p, processes) {
      if (p !== 0 || local.output !== null || !begun(local)) return [];
      const yes = yesVotes(local.data);
      const values = Array.from({ length: processes }, (_, i) => (i < yes ? '1' : null));
      return [{ label: 'yes votes', values }];
    },
    status(local, p, processes) {
      if (local.output !== null) return p === 0 ? 'has told everyone' : 'has decided';
      if (!begun(local)) return 'has not begun';
      if (p !== 0) return 'waits to hear';
      const missing = processes - yesVotes(local.data);
      return missing === 1 ? 'needs one more yes' : `needs ${missing} more yes`;
    },
  };
}

export const twoPhaseCommitSayings = commitSayings('Two-phase commit');
export const twoPhaseCommitTimeoutSayings = commitSayings('Two-phase commit with a timeout');
