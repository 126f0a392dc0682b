import type { Device, Host, Link, Realm, World } from './types.ts';

/** A device with what stands behind it. */
export interface Site {
  readonly device: Omit<Device, 'inside' | 'outside'>;
  readonly link: Link;
  readonly sites: readonly Site[];
  readonly hosts: readonly Omit<Host, 'realm'>[];
}

/** What is on the internet itself: hosts with addresses of their own, and devices. */
export interface Internet {
  readonly link: Link;
  readonly sites: readonly Site[];
  readonly hosts: readonly Omit<Host, 'realm'>[];
}

export const INTERNET = 'internet';

/** A link that only takes its time. */
export const steady = (latency: number): Link => ({
  latency,
  loss: 0,
  duplication: 0,
  jitter: 0,
});

/** Lays the networks out: every device has a realm behind it, named after it. */
export function layOut(internet: Internet): World {
  const realms: Record<string, Realm> = {};
  const hosts: Record<string, Host> = {};
  const devices: Record<string, Device> = {};

  /** The addresses that are reached through a site: its pool, or what hosts behind it keep. */
  const place = (realm: string, gateway: string | null, group: Internet): readonly string[] => {
    const attached: Record<string, string> = {};
    for (const host of group.hosts) {
      hosts[host.id] = { ...host, realm };
      for (const ip of [host.ip, ...(host.also ?? [])]) attached[ip] = host.id;
    }
    for (const site of group.sites) {
      const { device } = site;
      const inside = `behind ${device.id}`;
      devices[device.id] = { ...device, inside, outside: realm };
      const behind = place(inside, device.id, site);
      const { translation } = device.rules;
      const kept = translation === 'firewall' ? behind : [];
      for (const ip of [...device.pool, ...kept]) attached[ip] = device.id;
    }
    if (gateway !== null) attached[devices[gateway]!.insideIp] = gateway;
    realms[realm] = { id: realm, gateway, attached, link: group.link };
    return Object.keys(attached).filter((ip) => attached[ip] !== gateway);
  };
  place(INTERNET, null, internet);
  return { realms, hosts, devices };
}
