import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** IPv4 in IPv6 of old (`::127.0.0.1`): part of no range that the library names. */
const IPV4_COMPATIBLE = ipaddr.parseCIDR('::/96');

/**
 * Which addresses a webhook may connect to: public ones, and those of ranges that are configured. Everything else is refused
 * by being nothing known to be public: loopback, private, link-local with the metadata services of clouds, unique-local,
 * carrier-grade NAT, multicast, broadcast, unspecified, reserved, and IPv4 wrapped in IPv6 in any way.
 */
export class AddressPolicy {
  private readonly allowed: readonly Range[];

  /** @param ranges in CIDR. @throws Error for what is no range */
  constructor(ranges: readonly string[]) {
    this.allowed = ranges.map((range) => ipaddr.parseCIDR(range) as Range);
  }

  /** Whether it may be connected to; what is no IP address may not. */
  allows(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    // An IPv4 address mapped into IPv6 is judged as what it reaches.
    const address = ipaddr.process(text);
    if (this.allowed.some((range) => isIn(address, range))) return true;
    return address.range() === 'unicast' && !isIn(address, IPV4_COMPATIBLE);
  }
}

const isIn = (address: Address, [base, bits]: Range): boolean =>
  address.kind() === base.kind() && address.match(base, bits);
