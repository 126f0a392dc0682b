import type { RandomState } from '../../../../lab/random.ts';
import type { AgentConfig, AgentState, Signal } from '../agents/types.ts';
import type { Endpoint } from './address.ts';

export type Protocol = 'udp' | 'tcp';

/** How an inside endpoint’s outside one depends on where it sends to. RFC 4787 §4.1. */
export type Dependence =
  | 'endpoint-independent'
  | 'address-dependent'
  | 'address-and-port-dependent';

/** How a device chooses an outside port. `linux` keeps one while the whole tuple is unique. */
export type PortChoice = 'preserve' | 'sequential' | 'random' | 'linux';

/** What one device does. All of it is independent of each other; the old names are presets. */
export interface Rules {
  /** `nat` rewrites, `firewall` only filters, `nat64` and `clat` change the family as well. */
  readonly translation: 'nat' | 'firewall' | 'nat64' | 'clat';
  readonly mapping: Dependence;
  /** Who may answer through a mapping. RFC 4787 §5. */
  readonly filtering: Dependence;
  readonly ports: PortChoice;
  /** Milliseconds a row lives after its last packet: before an answer came, and after. */
  readonly timeout: { readonly fresh: number; readonly answered: number };
  /** Whether packets from outside keep a row alive; those from inside always do. RFC 4787 §4.3. */
  readonly refreshInbound: boolean;
  /** A packet from inside to the device’s own outside address. RFC 4787 §6. */
  readonly hairpin: 'none' | 'internal' | 'external';
  /** What the device’s own input does with a packet that nobody inside waits for. */
  readonly input: 'drop' | 'accept';
  /** Whether one inside host keeps one outside address, where there are several. RFC 4787 §4.1. */
  readonly pooling: 'paired' | 'arbitrary';
  readonly udp: 'allowed' | 'blocked';
  /** What it answers to asking for a port: NAT-PMP, PCP or UPnP. */
  readonly portMapping: boolean;
}

/** A network in which addresses mean something: the internet, or what is behind a device. */
export interface Realm {
  readonly id: string;
  /** The device that leads out; `null` for the internet. */
  readonly gateway: string | null;
  /** Who has which address here. */
  readonly attached: Readonly<Record<string, string>>;
  readonly link: Link;
}

/** Milliseconds one way, and shares of the packets that are lost, doubled, or late. */
export interface Link {
  readonly latency: number;
  readonly loss: number;
  readonly duplication: number;
  /** Up to this many milliseconds more, so that packets overtake each other. */
  readonly jitter: number;
}

export interface Host {
  readonly id: string;
  readonly name: string;
  readonly realm: string;
  readonly ip: string;
  /** Its further addresses. */
  readonly also?: readonly string[];
  readonly agent: AgentConfig;
}

/** A NAT, a firewall or a translator. */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly inside: string;
  readonly outside: string;
  /** Where those inside reach the device itself. */
  readonly insideIp: string;
  /** Outside addresses; none for a firewall, behind which hosts keep their own. */
  readonly pool: readonly string[];
  readonly rules: Rules;
}

export interface World {
  readonly realms: Readonly<Record<string, Realm>>;
  readonly hosts: Readonly<Record<string, Host>>;
  readonly devices: Readonly<Record<string, Device>>;
}

/** Who may send to a mapping: `*`, an address, or an endpoint as `show` writes it. */
export interface Permission {
  readonly id: number;
  readonly remote: string;
  readonly since: number;
  readonly expires: number;
  /** Something came in through it. */
  readonly answered: boolean;
}

export interface Mapping {
  readonly id: number;
  readonly protocol: Protocol;
  readonly inside: Endpoint;
  readonly outside: Endpoint;
  /** Where it is used for: `*`, an address or an endpoint. */
  readonly toward: string;
  readonly since: number;
  readonly expires: number;
  /** Asked for, not made by a packet: open to all until its lifetime is over. */
  readonly asked: boolean;
  readonly permissions: readonly Permission[];
}

/** A flow to the device itself, which its input let in: it occupies its tuple. */
export interface LocalFlow {
  readonly id: number;
  readonly protocol: Protocol;
  readonly remote: Endpoint;
  readonly outside: Endpoint;
  readonly expires: number;
}

export interface Table {
  readonly mappings: readonly Mapping[];
  readonly local: readonly LocalFlow[];
  /** The next port of a sequential choice. */
  readonly nextPort: number;
  /** When its counters began, for the epoch of PCP. RFC 6887 §8.5. */
  readonly bootedAt: number;
}

/** What a packet is for. The bytes of a STUN message follow from it. */
export type Payload =
  | { readonly is: 'stun-request'; readonly transaction: number; readonly change?: Change }
  | {
      readonly is: 'stun-answer';
      readonly transaction: number;
      readonly mapped: Endpoint;
      /** OTHER-ADDRESS: where else the server can be asked. RFC 5780 §7.4. */
      readonly other: Endpoint;
    }
  | { readonly is: 'probe'; readonly transaction: number }
  /** Says which endpoint the probe was seen from, as a STUN answer does. */
  | { readonly is: 'probe-answer'; readonly transaction: number; readonly mapped: Endpoint }
  /** `sent` is when its words were written, in milliseconds, where that is asked for. */
  | { readonly is: 'data'; readonly sent?: number }
  | { readonly is: 'port-request'; readonly inside: number; readonly lifetime: number }
  | {
      readonly is: 'port-answer';
      readonly inside: number;
      readonly outside: Endpoint | null;
      readonly lifetime: number;
      readonly epoch: number;
    }
  /** A gateway that has begun anew says so. RFC 6886 §3.2.1, RFC 6887 §14.1. */
  | { readonly is: 'port-announce'; readonly epoch: number }
  | { readonly is: 'relayed'; readonly peer: string; readonly sent?: number }
  | { readonly is: 'syn' }
  | { readonly is: 'syn-ack' }
  | IcePayload
  | TurnPayload;

/** Binding requests between ICE agents, and their answers. RFC 8445 §7, §11. */
export type IcePayload =
  | {
      readonly is: 'check';
      readonly transaction: number;
      /** The other’s fragment, a colon, and the sender’s own. RFC 8445 §7.2.2. */
      readonly username: string;
      /** Of the candidate that the check may discover. RFC 8445 §7.1.1. */
      readonly priority: number;
      readonly role: 'controlling' | 'controlled';
      /** 64 bits, in decimal. */
      readonly tiebreaker: string;
      readonly useCandidate: boolean;
    }
  | { readonly is: 'check-answer'; readonly transaction: number; readonly mapped: Endpoint }
  | { readonly is: 'check-error'; readonly transaction: number; readonly code: number }
  | { readonly is: 'keepalive' };

/** Between a TURN client and its server. RFC 8656. */
export type TurnPayload =
  | {
      readonly is: 'turn-request';
      readonly transaction: number;
      readonly method: 'allocate' | 'refresh' | 'create-permission';
      /** Seconds. */
      readonly lifetime: number;
      /** IP addresses. */
      readonly peers: readonly string[];
    }
  | {
      readonly is: 'turn-answer';
      readonly transaction: number;
      /** The code of an error; `null` for success. */
      readonly error: number | null;
      /** Of a successful Allocate. */
      readonly relayed: Endpoint | null;
      readonly mapped: Endpoint;
      /** Seconds. */
      readonly lifetime: number;
    }
  /** To a peer, and from one. RFC 8656 §11. */
  | { readonly is: 'turn-send'; readonly peer: Endpoint; readonly payload: Payload }
  | { readonly is: 'turn-data'; readonly peer: Endpoint; readonly payload: Payload };

/** Which address and port a server is asked to answer from. RFC 5780 §7.2. */
export interface Change {
  readonly ip: boolean;
  readonly port: boolean;
}

export interface Packet {
  readonly id: number;
  readonly protocol: Protocol;
  /** The host that sent it. */
  readonly by: string;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly payload: Payload;
  readonly sentAt: number;
  /** Every device whose filter it came in through, and what let it in. */
  readonly entered: readonly Entry[];
}

export interface Entry {
  readonly device: string;
  /** `asked` was requested, `traffic` was opened by packets from inside. */
  readonly by: 'asked' | 'traffic';
}

/** Where a packet is next, or what happens next. */
export type Task =
  | {
      readonly do: 'cross';
      readonly packet: Packet;
      readonly realm: string;
      readonly target: string;
    }
  | { readonly do: 'leave'; readonly packet: Packet; readonly device: string; readonly was: Packet }
  | { readonly do: 'enter'; readonly packet: Packet; readonly device: string; readonly was: Packet }
  | { readonly do: 'emit'; readonly packet: Packet; readonly host: string }
  /** A gateway tells those inside that it is there. */
  | { readonly do: 'announce'; readonly device: string }
  | { readonly do: 'wake'; readonly host: string; readonly timer: string }
  | { readonly do: 'signal'; readonly from: string; readonly to: string; readonly signal: Signal };

export type Scheduled = Task & {
  readonly at: number;
  /** Among tasks of one millisecond: first come, first served. */
  readonly order: number;
  /** Since when it has been under way. */
  readonly since: number;
};

export interface NetState {
  readonly world: World;
  /** Milliseconds. */
  readonly now: number;
  readonly random: RandomState;
  readonly tables: Readonly<Record<string, Table>>;
  readonly agents: Readonly<Record<string, AgentState>>;
  /** By time, then order. */
  readonly queue: readonly Scheduled[];
  /** The next number for a row, a packet or a task. */
  readonly serial: number;
}

/** Why something happened to a packet, for machines; `reasons.ts` has the words. */
export type Reason =
  | { readonly code: 'no-route'; readonly ip: string }
  | { readonly code: 'lost' }
  | { readonly code: 'by-hand' }
  | { readonly code: 'udp-blocked' }
  | { readonly code: 'no-mapping'; readonly outside: string }
  | { readonly code: 'filtered'; readonly filtering: Dependence; readonly remote: string }
  | { readonly code: 'to-the-device'; readonly remote: string }
  | { readonly code: 'no-hairpin' }
  | { readonly code: 'ports-exhausted' }
  | { readonly code: 'no-translation'; readonly ip: string }
  | { readonly code: 'no-socket'; readonly port: number };

export type NetEvent =
  | { readonly kind: 'emit'; readonly host: string; readonly packet: Packet }
  | {
      readonly kind: 'map';
      readonly device: string;
      readonly packet: Packet;
      readonly mapping: number;
      readonly permission: number;
      /** The mapping is new; the permission is new. */
      readonly made: boolean;
      readonly opened: boolean;
      /** The port that was wanted and was taken. */
      readonly taken: number | null;
    }
  | {
      readonly kind: 'rewrite';
      readonly device: string;
      readonly packet: Packet;
      readonly was: Packet;
      readonly way: 'out' | 'in';
    }
  | {
      readonly kind: 'pass';
      readonly device: string;
      readonly packet: Packet;
      readonly mapping: number;
      readonly permission: number | null;
    }
  | {
      readonly kind: 'drop';
      /** A device, a host or a realm. */
      readonly where: string;
      readonly packet: Packet;
      readonly reason: Reason;
      /** The flow that the device’s input keeps of it. */
      readonly local: number | null;
    }
  | { readonly kind: 'receive'; readonly host: string; readonly packet: Packet }
  | { readonly kind: 'wake'; readonly host: string; readonly timer: string }
  | {
      readonly kind: 'signal';
      readonly from: string;
      readonly to: string;
      readonly signal: Signal;
    }
  | {
      readonly kind: 'expire';
      readonly rows: readonly {
        readonly device: string;
        readonly remote: string;
        readonly outside: string;
      }[];
    }
  | { readonly kind: 'delay'; readonly packet: Packet; readonly by: number }
  | { readonly kind: 'double'; readonly packet: Packet }
  | { readonly kind: 'note'; readonly host: string; readonly words: string }
  /** The device answered to being asked for a port. */
  | {
      readonly kind: 'grant';
      readonly device: string;
      readonly packet: Packet;
      readonly outside: Endpoint | null;
    }
  | { readonly kind: 'reboot'; readonly device: string };
