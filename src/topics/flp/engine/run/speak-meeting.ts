import { decidedBy, type Sayings, type Taken } from './sayings.ts';

interface Data {
  readonly stage: 'asleep' | 'first' | 'second' | 'over';
  readonly heard: readonly number[];
  readonly reports: readonly { readonly p: number }[];
}
const dataOf = (data: unknown) => data as Data;
const names = (list: readonly number[]) => list.map((p) => `p${p}`).join(' and ');

function news({ before, after, message }: Taken): readonly string[] {
  const [was, is] = [dataOf(before.data), dataOf(after.data)];
  const said: string[] = [];
  if (was.stage === 'asleep') said.push('says that it is there');
  if (message?.startsWith('S')) {
    said.push(
      is.heard.length > was.heard.length || is.stage !== 'first' ? `hears p${message[1]}` : '',
    );
  } else if (message !== null) said.push(`learns whom p${message[1]} heard`);
  if (is.stage === 'second' && was.stage !== 'second') {
    said.push(`has heard enough: it tells its input, and that it heard ${names(is.heard)}`);
  }
  return said.filter(Boolean);
}

export const initiallyDeadSayings: Sayings = {
  title: 'Initially dead processes',
  role: () => '',
  did(taken) {
    if (taken.before.output !== null) return 'is done, and lets a message go by';
    const said = [...news(taken)];
    const value = decidedBy(taken);
    if (value !== null) said.push(`sees the clique, and decides ${value}, the least of its inputs`);
    if (said.length === 0) return 'hears what it does not need any more';
    return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0]!;
  },
  would({ before, message }) {
    if (before.output !== null) return 'too late for it';
    const asleep = dataOf(before.data).stage === 'asleep';
    if (message === null) return 'says it is there';
    const hears = message.startsWith('S') ? `hears p${message[1]}` : `p${message[1]}’s report`;
    return asleep ? `wakes, ${hears}` : hears;
  },
  short(message) {
    const [head, input, heard] = message.slice(1).split(':');
    return message.startsWith('S') ? `p${head}` : `p${head}:${input}←${heard!.replaceAll(',', '')}`;
  },
  facts(local) {
    const { stage, heard, reports } = dataOf(local.data);
    if (local.output !== null || stage === 'asleep') return [];
    if (stage === 'first') return [{ label: 'heard', values: heard.map(String) }];
    return [{ label: 'reports of', values: reports.map(({ p }) => String(p)) }];
  },
  status(local) {
    if (local.output !== null) return 'has decided';
    const { stage } = dataOf(local.data);
    if (stage === 'asleep') return 'has not begun';
    return stage === 'first' ? 'waits to hear others' : 'waits for ancestors';
  },
};
