import { valueIn } from '../protocols/wait.ts';
import { decidedBy, type Sayings, type Taken, yesOrNo } from './sayings.ts';

interface Data {
  readonly stage: 'asleep' | 'uncertain' | 'precommitted' | 'over';
  readonly count: number;
}
const dataOf = (data: unknown) => data as Data;

function heard({ before, after, message }: Taken): string {
  const { stage } = dataOf(before.data);
  if (message === null) {
    return stage === 'precommitted' ? 'has precommitted and waits no longer' : 'waits no longer';
  }
  if (message === 'P') return 'precommits, and says so';
  if (message === 'A') return 'counts an acknowledgement';
  if (message.startsWith('D')) return 'hears the decision';
  if (message === 'V0') return 'hears a no';
  const all = dataOf(after.data).stage === 'precommitted' && stage !== 'precommitted';
  return all ? 'counts the last yes, and has everyone precommit' : 'counts a yes';
}

export const threePhaseCommitSayings: Sayings = {
  title: 'Three-phase commit with timeouts',
  role: (p) => (p === 0 ? 'coordinator' : 'participant'),
  did(taken) {
    const { before, after, message, p } = taken;
    if (before.output !== null) return `is done, and lets ${message} go by`;
    const said: string[] = [];
    const asleep = dataOf(before.data).stage === 'asleep';
    if (asleep) said.push(`votes ${yesOrNo(before.input)}`);
    if ((!asleep && before.output === null) || (message !== null && before.input === 1)) {
      said.push(heard(taken));
    }
    const value = decidedBy(taken);
    if (value !== null) said.push(`decides ${value}${p === 0 ? ', and tells everyone' : ''}`);
    if (said.length === 0) said.push(`is in stage ${dataOf(after.data).stage}`);
    return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0]!;
  },
  would({ before, message }) {
    if (before.output !== null) return 'too late for it';
    const { stage } = dataOf(before.data);
    if (stage === 'asleep') {
      const vote = `votes ${yesOrNo(before.input)}`;
      return message === null ? vote : `${vote}, hears it`;
    }
    if (message === null) return stage === 'precommitted' ? 'times out: 1' : 'times out: 0';
    if (message === 'P') return 'precommits';
    if (message === 'A') return 'counts it';
    return message.startsWith('D') ? 'hears it' : `vote ${valueIn(message)} arrives`;
  },
  short: (message) => message,
  facts(local, p, processes) {
    if (p !== 0 || local.output !== null) return [];
    const { stage, count } = dataOf(local.data);
    if (stage === 'asleep') return [];
    const values = Array.from({ length: processes }, (_, i) => (i < count ? '1' : null));
    return [{ label: stage === 'precommitted' ? 'acks' : 'yes votes', values }];
  },
  status(local, p) {
    if (local.output !== null) return p === 0 ? 'has told everyone' : 'has decided';
    const { stage } = dataOf(local.data);
    if (stage === 'asleep') return 'has not begun';
    return stage === 'uncertain' ? 'uncertain' : 'precommitted';
  },
};
