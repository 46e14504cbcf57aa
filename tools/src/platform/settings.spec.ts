import { describe, expect, it } from '@jest/globals';
import { gatewayPort } from './settings.js';

describe('gatewayPort', () => {
  it('is 4000 unless told', () => {
    expect([gatewayPort(undefined), gatewayPort(''), gatewayPort('5100')]).toEqual([4000, 4000, 5100]);
  });

  it.each(['0', '80', 'abc', '4000.5', '65500', '-1'])('refuses %s by the name of the variable', (value) => {
    expect(() => gatewayPort(value)).toThrow(/^LIANXIN_PORT must be a port/);
  });
});
