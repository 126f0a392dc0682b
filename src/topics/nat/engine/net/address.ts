/** An address and a port. IPv6 addresses are written as RFC 5952 does, in lower case. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** As it is read and as it is compared: `192.0.2.1:3478`, `[2001:db8::1]:3478`. */
export const show = ({ ip, port }: Endpoint): string =>
  ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;

export const same = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && a.ip === b.ip;

/** The well-known prefix that stands for IPv4 in IPv6. RFC 6052 §2.1. */
const PREFIX = '64:ff9b::';

/** `192.0.2.33` as `64:ff9b::192.0.2.33`. RFC 6052 §2.4. */
export const synthesised = (v4: string): string => `${PREFIX}${v4}`;

/** The IPv4 address that a synthesised one stands for; `null` for any other. */
export const embedded = (v6: string): string | null =>
  v6.startsWith(PREFIX) && v6.includes('.') ? v6.slice(PREFIX.length) : null;
