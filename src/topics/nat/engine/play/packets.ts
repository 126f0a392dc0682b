import type { NetState, Packet, Scheduled } from '../net/types.ts';

/** Tasks that move a packet which has left its sender. */
export type Flight = Extract<Scheduled, { do: 'cross' | 'leave' | 'enter' }>;

const isFlight = (task: Scheduled): task is Flight =>
  task.do === 'cross' || task.do === 'leave' || task.do === 'enter';

/** What is under way now. */
export const flights = ({ queue }: NetState): readonly Flight[] => queue.filter(isFlight);

export function flightOf(state: NetState, packet: number): Flight | undefined {
  return flights(state).find((task) => task.packet.id === packet);
}

const WORDS: Readonly<Record<Packet['payload']['is'], string>> = {
  'stun-request': 'STUN request',
  'stun-answer': 'STUN answer',
  probe: 'probe',
  'probe-answer': 'answer',
  data: 'data',
  'port-request': 'request for a port',
  'port-answer': 'answer about a port',
  'port-announce': 'announcement',
  relayed: 'data for the relay',
  syn: 'connection to the relay',
  'syn-ack': 'answer to the connection',
  check: 'check',
  'check-answer': 'answer to the check',
  'check-error': 'refusal of the check',
  keepalive: 'keepalive',
  'turn-request': 'TURN request',
  'turn-answer': 'TURN answer',
  'turn-send': 'Send indication',
  'turn-data': 'Data indication',
};

/** “A’s probe”, “the STUN server’s answer”. */
export function packetName({ world }: NetState, { by, payload, protocol }: Packet): string {
  const name = world.hosts[by]?.name ?? world.devices[by]?.name ?? by;
  if (payload.is === 'relayed' && by === 'relay') return 'the relayed data';
  const whose = name.length > 1 && !world.devices[by] ? `the ${name}’s` : `${name}’s`;
  if (protocol === 'tcp' && payload.is === 'probe') return `${whose} SYN`;
  if (protocol === 'tcp' && payload.is === 'probe-answer') return `${whose} SYN-ACK`;
  if (payload.is === 'stun-answer') return `${whose} answer`;
  return `${whose} ${WORDS[payload.is]}`;
}
