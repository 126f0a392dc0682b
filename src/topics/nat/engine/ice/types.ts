import type { Endpoint } from '../net/address.ts';
import type { IcePayload, Payload, Protocol } from '../net/types.ts';

/** RFC 8445 §5.1.1. */
export type CandidateType = 'host' | 'peer-reflexive' | 'server-reflexive' | 'relayed';

export type Role = 'controlling' | 'controlled';

/** What is told of a candidate. RFC 8445 §5.3. */
export interface IceCandidate extends Endpoint {
  readonly type: CandidateType;
  /** From 1. */
  readonly component: number;
  /** 1 to 2³¹ − 1. RFC 8445 §5.1.2. */
  readonly priority: number;
  /** At most 32 characters. RFC 8445 §5.1.1.3. */
  readonly foundation: string;
}

/** One of an agent’s own candidates. */
export interface LocalCandidate extends IceCandidate {
  /** Where it sends from: a reflexive candidate’s host candidate, else itself. */
  readonly base: Endpoint;
  /** The allocation that a relayed candidate stands for. */
  readonly allocation: Allocation | null;
}

/** A 5-tuple to a TURN server. RFC 8656 §3.2. */
export interface Allocation {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly protocol: Protocol;
}

/** What an agent tells the other, by way of signalling. RFC 8445 §5.3. */
export interface IceDescription {
  readonly ufrag: string;
  readonly password: string;
  /** Milliseconds between two checks that the agent proposes. RFC 8445 §14.2. */
  readonly ta: number;
  readonly candidates: readonly IceCandidate[];
}

export interface IceConfig {
  readonly is: 'ice';
  /** What it is called in notes. */
  readonly name: string;
  readonly peer: string;
  /** Its sockets: a port for each component. */
  readonly ports: readonly number[];
  readonly role: Role;
  /** 64 bits, in decimal. RFC 8445 §7.3.1.1. */
  readonly tiebreaker: string;
  readonly ufrag: string;
  readonly password: string;
  readonly stun: readonly Endpoint[];
  readonly turn: readonly { readonly server: Endpoint; readonly protocol: Protocol }[];
  /** Milliseconds: until it begins, at most for gathering, until what it signals is heard. */
  readonly starts: number;
  readonly gathers: number;
  readonly signalling: number;
  /** Milliseconds from one new transaction to the next. RFC 8445 §14.2. */
  readonly ta: number;
  /**
   * Milliseconds for which a controlling agent hopes for something better once it has a
   * valid pair: when the best so far is direct, and when it is relayed. RFC 8445 §8.1.1.
   */
  readonly patience: { readonly direct: number; readonly relayed: number };
  /** Pairs at most. RFC 8445 §6.1.2.5. */
  readonly mostPairs: number;
  /** Tr: milliseconds of silence before a keepalive. RFC 8445 §11. */
  readonly tr: number;
}

/** RFC 8445 §6.1.2.6. */
export type PairState = 'Frozen' | 'Waiting' | 'In-Progress' | 'Succeeded' | 'Failed';

/** Why a pair is in a state. */
export type Cause =
  /** It was there when the checklist was formed, or a check came in for it. */
  | 'formed'
  | 'learned'
  /** Of its foundation: it is the first; another one succeeded; none waits or is in progress. */
  | 'first-of-foundation'
  | 'foundation-succeeded'
  | 'foundation-idle'
  /** Its turn came: by Ta, by a check that had come in, by being nominated. */
  | 'ordinary'
  | 'triggered'
  | 'nomination'
  | 'answer'
  | 'timeout'
  | 'error'
  | 'asymmetry'
  | 'role-conflict'
  | 'no-permission';

export interface PairChange {
  readonly at: number;
  readonly to: PairState;
  readonly cause: Cause;
}

export interface CandidatePair {
  readonly id: number;
  readonly component: number;
  /** Never a reflexive one: it is replaced by its base. RFC 8445 §6.1.2.4. */
  readonly local: LocalCandidate;
  readonly remote: IceCandidate;
  /** 64 bits, in decimal, so that the state stays JSON. RFC 8445 §6.1.2.3. */
  readonly priority: string;
  readonly foundation: string;
  readonly state: PairState;
  /** All states it has been in, the first included. */
  readonly history: readonly PairChange[];
  /** What made the last check of it; `null` where there was none. */
  readonly check: 'ordinary' | 'triggered' | 'nomination' | null;
  /** Milliseconds; of the last check: when it was last sent, and again how often. */
  readonly lastSentAt: number | null;
  readonly retransmissions: number;
  /** Milliseconds until the last check is sent a second time. RFC 8445 §14.3. */
  readonly rto: number | null;
  /**
   * `wanted`: its next check has USE-CANDIDATE. `accepted`: it came in with one, and success
   * nominates the pair. `bound`: one of both was so when the role changed, and no other pair
   * may be nominated any more. RFC 8445 §7.3.1.5, §8.1.1.
   */
  readonly nomination: 'none' | 'wanted' | 'accepted' | 'bound';
  /** Its component is concluded, so it is no longer on the checklist. RFC 8445 §8.1.2. */
  readonly removed: boolean;
}

/** RFC 8445 §7.2.5.3.2. */
export interface ValidPair {
  readonly component: number;
  /** As the other sees it: the mapped address of the response. */
  readonly local: LocalCandidate;
  readonly remote: IceCandidate;
  /** In decimal. */
  readonly priority: string;
  /** The pair whose check made it. */
  readonly by: number;
  readonly since: number;
  readonly nominated: boolean;
}

/** Something that is asked over and over until it is answered. RFC 8489 §6.2.1. */
export interface Transaction {
  readonly id: number;
  readonly purpose: Purpose;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  readonly payload: Payload;
  readonly rto: number;
  /** How often it has been sent. */
  readonly sent: number;
  readonly startedAt: number;
  /** When it is sent again, or has failed. */
  readonly dueAt: number;
  /** Not sent again, and nothing follows from its failing. RFC 8445 §7.3.1.4. */
  readonly cancelled: boolean;
}

export type Purpose =
  | { readonly is: 'binding'; readonly client: Endpoint; readonly server: Endpoint }
  | { readonly is: 'allocate'; readonly allocation: Allocation }
  | { readonly is: 'refresh'; readonly allocation: Allocation }
  | {
      readonly is: 'permission';
      readonly allocation: Allocation;
      readonly peers: readonly string[];
    }
  | {
      readonly is: 'check';
      readonly pair: number;
      readonly cause: 'ordinary' | 'triggered' | 'nomination';
      readonly role: Role;
      readonly tiebreaker: string;
      readonly nominates: boolean;
      /** The PRIORITY that was sent. */
      readonly priority: number;
    };

/** What waits for Ta beside checks. */
export type Request = Exclude<Purpose, { readonly is: 'check' }>;

export type PermissionRequest = Extract<Purpose, { readonly is: 'permission' }>;

/** A check that came in, as an agent sees it. */
export interface Incoming {
  readonly local: LocalCandidate;
  readonly source: Endpoint;
  readonly check: CheckPayload;
}

export type IcePayloadOf<Is extends IcePayload['is']> = Extract<IcePayload, { readonly is: Is }>;

export type CheckPayload = IcePayloadOf<'check'>;

/** An allocation’s address that may be written to through it. RFC 8656 §9. */
export interface Granted {
  readonly allocation: Allocation;
  readonly peer: string;
  readonly state: 'asked' | 'granted' | 'refused';
}

export interface IceState {
  readonly is: 'ice';
  readonly phase: 'idle' | 'gathering' | 'gathered' | 'checking';
  readonly role: Role;
  readonly tiebreaker: string;
  /** The other has taken a check in this role, so that it is not in the same. */
  readonly confirmed: boolean;
  /** What is counted as one foundation; its place is the foundation. */
  readonly foundations: readonly string[];
  readonly local: readonly LocalCandidate[];
  readonly remote: readonly IceCandidate[];
  readonly heard: IceDescription | null;
  /** Checks that came in before the other’s candidates did. RFC 8445 §7.3. */
  readonly early: readonly Incoming[];
  /** By priority, the highest first. */
  readonly pairs: readonly CandidatePair[];
  /** Pairs, by number, first in first out. RFC 8445 §6.1.4.1. */
  readonly triggered: readonly number[];
  readonly valid: readonly ValidPair[];
  /** RFC 8445 §6.1.2.1; `null` until there is a checklist. */
  readonly checklist: 'Running' | 'Completed' | 'Failed' | null;
  /** A nomination has failed: nothing brings the checklist back. RFC 8445 §7.2.5.3.4. */
  readonly nominationFailed: boolean;
  readonly permissions: readonly Granted[];
  readonly requests: readonly Request[];
  readonly transactions: readonly Transaction[];
  /** When the last new transaction began, for Ta. */
  readonly pacedAt: number | null;
  /** When each timer is due. A timer that goes off at another time is an old one. */
  readonly alarms: Readonly<Record<string, number>>;
  /** The next number for a pair or a transaction. */
  readonly serial: number;
  readonly firstValidAt: number | null;
  readonly concludedAt: number | null;
  readonly roleSwitches: number;
}

/** The same packet for a host and for a relayed candidate. */
export interface Arrival {
  readonly local: LocalCandidate;
  readonly source: Endpoint;
  readonly payload: Payload;
}
