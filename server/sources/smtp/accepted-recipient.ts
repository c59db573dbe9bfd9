import { BlockList, isIP } from 'node:net';

/** `local+tag@domain` as it is compared: lower case, without its tag. */
function split(address: string): { local: string; domain: string } | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return null;
  return { local: address.slice(0, at).toLowerCase().split('+', 1)[0]!, domain: address.slice(at + 1).toLowerCase() };
}

/** Whether a recipient is ours: `accept` names addresses (with any +tag) and whole domains. */
export function acceptsRecipient(address: string, accept: readonly string[]): boolean {
  const asked = split(address);
  if (!asked) return false;
  return accept.some((entry) => {
    const known = split(entry);
    if (known) return known.local === asked.local && known.domain === asked.domain;
    return entry.toLowerCase().replace(/^@/, '') === asked.domain;
  });
}

/** The addresses and networks (CIDR) of a list. Throws a sentence for an entry that is neither. */
export function networksOf(entries: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const bits = prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix);
    if (!isIP(address) || !Number.isInteger(bits)) throw new Error(`${entry} is neither an address nor a network.`);
    networks.addSubnet(address, bits, family);
  }
  return networks;
}

/** Whether an address, IPv4 also as it appears on an IPv6 socket, is in one of the networks. */
export function isWithinNetworks(address: string, networks: BlockList): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return networks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
