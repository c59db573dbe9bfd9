import { expect, it } from 'vitest';
import { acceptsRecipient, isWithinNetworks, networksOf } from '../../../server/sources/smtp/accepted-recipient.ts';

const ACCEPT = ['Packages@example.com', '@pmis.example.com', 'other.example'];

it.each([
  ['packages@example.com', true],
  ['PACKAGES@EXAMPLE.COM', true],
  ['packages+reply-1@example.com', true],
  ['sales@example.com', false],
  ['packages@sub.example.com', false],
  ['anybody@pmis.example.com', true],
  ['a+b@other.example', true],
  ['other.example', false],
  ['packages@example.com@evil.example', false],
  ['@example.com', false],
  ['packages@', false],
  ['', false],
])('%s: %s', (address, accepted) => {
  expect(acceptsRecipient(address, ACCEPT)).toBe(accepted);
  expect(acceptsRecipient(address, [])).toBe(false);
});

it('networks: addresses, CIDR, IPv4 on IPv6 sockets; nonsense is named', () => {
  const networks = networksOf(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);
  const within = ['10.1.2.3', '::ffff:10.9.9.9', '192.0.2.7', '2001:db8::1'];
  for (const address of within) expect(isWithinNetworks(address, networks), address).toBe(true);
  for (const address of ['11.0.0.1', '192.0.2.8', '2001:db9::1', '::1'])
    expect(isWithinNetworks(address, networks), address).toBe(false);
  expect(() => networksOf(['mx.example.com'])).toThrow('mx.example.com');
});
