import { describe, expect, it } from '@jest/globals';
import { AddressPolicy } from './address-policy.js';

const strict = new AddressPolicy([]);

describe('the addresses that a webhook may reach', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:8.8.8.8'])(
    'has %s, which is public',
    (address) => expect(strict.allows(address)).toBe(true),
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback elsewhere', '127.255.3.4'],
    ['loopback of IPv6', '::1'],
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['unspecified of IPv6', '::'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['link-local', '169.254.1.1'],
    ['metadata of clouds', '169.254.169.254'],
    ['metadata of Alibaba', '100.100.100.200'],
    ['metadata over IPv6', 'fd00:ec2::254'],
    ['link-local of IPv6', 'fe80::1'],
    ['unique-local', 'fc00::1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast of IPv6', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['benchmarking', '198.18.0.1'],
    ['documentation', '192.0.2.1'],
    ['IPv4 mapped into IPv6', '::ffff:127.0.0.1'],
    ['IPv4 mapped into IPv6, in hexadecimal', '::ffff:7f00:1'],
    ['IPv4 mapped into IPv6, private', '::ffff:10.0.0.1'],
    ['IPv4 in IPv6 of old', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['no address', 'localhost'],
    ['nothing', ''],
  ])('has not: %s, %s', (_what, address) => expect(strict.allows(address)).toBe(false));

  it('have what is configured besides, and no more', () => {
    const policy = new AddressPolicy(['10.20.0.0/16', 'fd12::/16']);
    expect(['10.20.3.4', '::ffff:10.20.3.4', 'fd12::1'].map((each) => policy.allows(each))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['10.21.0.1', 'fd13::1', '127.0.0.1'].map((each) => policy.allows(each))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
