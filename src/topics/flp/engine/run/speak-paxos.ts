import { decidedBy, type Sayings, type Taken } from './sayings.ts';

interface Data {
  readonly promised: number;
  readonly vote: { readonly ballot: number; readonly value: 0 | 1 } | null;
  readonly phase: 'idle' | 'promises' | 'votes';
  readonly count: number;
}
const dataOf = (data: unknown) => data as Data;

function received({ before, after, message, sends }: Taken): string {
  const [kind, ballot, value] = message!.split(':');
  const changed = sends.length > 0 || before !== after;
  switch (kind) {
    case '1a':
      return changed
        ? `promises ballot ${ballot}`
        : `keeps its promise, and lets ballot ${ballot} go by`;
    case '1b':
      return changed ? 'counts a promise' : 'counts no more promises';
    case '2a':
      return changed
        ? `votes ${value} in ballot ${ballot}`
        : `keeps its promise, and does not vote in ballot ${ballot}`;
    case '2b':
      return changed ? 'counts a vote' : 'counts no more votes';
    default:
      return 'hears the decision';
  }
}

export const paxosSayings: Sayings = {
  title: 'Paxos with few ballots',
  role: () => '',
  did(taken) {
    const [was, is] = [dataOf(taken.before.data), dataOf(taken.after.data)];
    const said: string[] = [];
    if (taken.message === null) said.push(`asks for promises in ballot ${taken.p + 1}`);
    else said.push(received(taken));
    const proposal = taken.sends.find((m) => m.message.startsWith('2a'));
    if (proposal) said.push(`proposes ${proposal.message.split(':')[2]}`);
    const value = decidedBy(taken);
    if (value !== null) {
      const tells = taken.sends.some((m) => m.message.startsWith('D'));
      said.push(`decides ${value}${tells ? ', and tells everyone' : ''}`);
    }
    if (said.length === 1 && was.phase === 'promises' && is.phase === 'promises') {
      if (taken.message?.startsWith('1b')) said.push(`has ${is.count}`);
    }
    return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0]!;
  },
  would(taken) {
    const { message, p } = taken;
    if (message === null) return `starts ballot ${p + 1}`;
    const [kind, ballot, value] = message.split(':');
    const idle = taken.before === taken.after && taken.sends.length === 0;
    if (idle) return 'lets it go by';
    if (kind === '1a') return `promises ballot ${ballot}`;
    if (kind === '1b') return 'counts the promise';
    if (kind === '2a') return `votes ${value}`;
    return kind === '2b' ? 'counts the vote' : 'hears the decision';
  },
  short(message) {
    const [kind, ballot, ...rest] = message.split(':');
    return ballot === undefined
      ? kind!
      : `${kind}${ballot}${rest.length > 0 ? `:${rest.at(-1)}` : ''}`;
  },
  facts(local) {
    const { promised, vote } = dataOf(local.data);
    const facts = [{ label: 'promised', values: [promised === 0 ? null : String(promised)] }];
    return vote
      ? [...facts, { label: `vote in ${vote.ballot}`, values: [String(vote.value)] }]
      : facts;
  },
  status(local, _, processes) {
    if (local.output !== null) return 'has decided';
    const { phase, count } = dataOf(local.data);
    if (phase === 'idle') return 'leads no ballot';
    return `${count} of ${Math.floor(processes / 2) + 1} ${phase}`;
  },
};
