/** The messages of PCP, version 2. Times and lifetimes are in seconds. RFC 6887 §7. */
export type PcpMessage = PcpRequest | PcpResponse;

interface PcpRequest {
  readonly is: 'request';
  readonly lifetime: number;
  /** The client’s address as it knows it, so that the server sees whether a NAT lies between. */
  readonly client: string;
  readonly body: PcpBody;
  readonly options: readonly PcpOption[];
}

interface PcpResponse {
  readonly is: 'response';
  readonly result: number;
  /** Of the mapping; of the error, for how long not to ask again. RFC 6887 §7.2. */
  readonly lifetime: number;
  readonly epoch: number;
  readonly body: PcpBody;
  readonly options: readonly PcpOption[];
}

/** What an opcode has after the header. */
export type PcpBody =
  | { readonly opcode: 'announce' }
  | ({ readonly opcode: 'map' } & PcpMapping)
  | ({ readonly opcode: 'peer' } & PcpMapping & {
        readonly remotePort: number;
        readonly remoteAddress: string;
      })
  /** An opcode that is not known, or an error that ends after its header; the data in hexadecimal. */
  | { readonly opcode: number; readonly data: string };

interface PcpMapping {
  /** 12 bytes in hexadecimal: only who knows it may change the mapping. RFC 6887 §11.1. */
  readonly nonce: string;
  /** IANA’s number: 6 TCP, 17 UDP; 0 all. */
  readonly protocol: number;
  readonly internalPort: number;
  /** Suggested in a request, assigned in a response; 0 is any. */
  readonly externalPort: number;
  /** The same; `0.0.0.0` or `::` is any. */
  readonly externalAddress: string;
}

/** RFC 6887 §7.3. The data in hexadecimal, without padding. */
export interface PcpOption {
  /** Below 128 a server has to understand it. */
  readonly code: number;
  readonly data: string;
}

export const PCP_VERSION = 2;
export const HEADER_BYTES = 24;
export const MOST_BYTES = 1100;
export const NONCE_BYTES = 12;
export const OPCODE = { announce: 0, map: 1, peer: 2 } as const;
export const BODY_BYTES = { announce: 0, map: 36, peer: 56 } as const;

/** RFC 6887 §7.4, by their numbers. */
const RESULTS = [
  'SUCCESS',
  'UNSUPP_VERSION',
  'NOT_AUTHORIZED',
  'MALFORMED_REQUEST',
  'UNSUPP_OPCODE',
  'UNSUPP_OPTION',
  'MALFORMED_OPTION',
  'NETWORK_FAILURE',
  'NO_RESOURCES',
  'UNSUPP_PROTOCOL',
  'USER_EX_QUOTA',
  'CANNOT_PROVIDE_EXTERNAL',
  'ADDRESS_MISMATCH',
  'EXCESSIVE_REMOTE_PEERS',
] as const;

export const pcpResult = (code: number): string => RESULTS[code] ?? `result code ${code}`;
