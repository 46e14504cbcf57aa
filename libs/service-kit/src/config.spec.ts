import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, personalDataSchema, subgraphSchema } from './config.js';

const SECRET = 'a-secret-that-nobody-may-read-in-a-log';
const GOOD = {
  PORT: '4010',
  METRICS_PORT: '4030',
  OIDC_ISSUER: 'http://127.0.0.1:4001',
  DATABASE_URL: `postgres://app:${SECRET}@127.0.0.1/grid_registry`,
  KEYS_DATABASE_URL: `postgres://keys:${SECRET}@127.0.0.1/keys`,
  KEY_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  CURSOR_SECRET: Buffer.alloc(32, 2).toString('base64'),
  GATEWAY_SECRET: 'x'.repeat(32),
  SEAL_PRIVATE_KEY: generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'der' })
    .toString('base64'),
  SEALS_DIRECTORY: 'seals',
  ERASURES_FILE: 'erasures.jsonl',
};
const withPersonalData = subgraphSchema.extend(personalDataSchema.shape);
const faultOf = (over: Record<string, string | undefined>): string => {
  try {
    loadConfig(withPersonalData, { ...GOOD, ...over });
    return 'no fault';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the configuration of a subgraph', () => {
  it('is read with its defaults: loopback, our audience, the embedded log', () => {
    const config = loadConfig(withPersonalData, { ...GOOD, AREA_SUBTREES: ' 361104, 3611 ,,' });
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4010,
      OIDC_AUDIENCE: 'lianxin',
      EVENT_TRANSPORT: 'embedded',
    });
    expect(config.AREA_SUBTREES).toEqual(['361104', '3611']);
    expect(config.KEY_ENCRYPTION_KEY).toEqual(Buffer.alloc(32, 1));
  });

  it('has no key of personal data unless the service asks for it', () => {
    const config = loadConfig(subgraphSchema, GOOD);
    expect(Object.keys(config).filter((name) => name.startsWith('KEY'))).toEqual([]);
    expect(faultOf({ KEY_ENCRYPTION_KEY: undefined, KEYS_DATABASE_URL: undefined })).toMatch(
      /KEYS_DATABASE_URL: .*KEY_ENCRYPTION_KEY: /,
    );
  });

  it('names every variable at fault at once', () => {
    const fault = faultOf({
      PORT: 'web',
      DATABASE_URL: undefined,
      OIDC_ISSUER: 'nowhere',
      EVENT_TRANSPORT: 'pigeon',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'OIDC_ISSUER', 'EVENT_TRANSPORT'])
      expect(fault).toContain(`${name}:`);
    expect(fault).not.toContain('METRICS_PORT');
  });

  it('never tells a value, which may be a secret', () => {
    const fault = faultOf({
      KEY_ENCRYPTION_KEY: SECRET,
      CURSOR_SECRET: `${SECRET}=`,
      GATEWAY_SECRET: SECRET.slice(0, 12),
      PORT: SECRET,
      OIDC_ISSUER: SECRET,
      LOG_LEVEL: SECRET,
    });
    for (const name of ['KEY_ENCRYPTION_KEY', 'CURSOR_SECRET', 'GATEWAY_SECRET', 'LOG_LEVEL'])
      expect(fault).toContain(name);
    expect(fault).not.toContain(SECRET.slice(0, 12));
  });

  it.each([
    ['a key of another length', { KEY_ENCRYPTION_KEY: Buffer.alloc(16).toString('base64') }],
    ['an empty secret', { GATEWAY_SECRET: '' }],
    ['a seal key that is none', { SEAL_PRIVATE_KEY: Buffer.alloc(48).toString('base64') }],
    ['seals after every request', { SEAL_INTERVAL_S: '0' }],
    ['a port there is not', { PORT: '70000' }],
    ['a pool without end', { DATABASE_POOL_SIZE: '100000' }],
  ])('refuses %s', (_what, over) => {
    expect(faultOf(over)).toMatch(new RegExp(`^Configuration is not usable: ${Object.keys(over)[0]}: `));
  });
});
