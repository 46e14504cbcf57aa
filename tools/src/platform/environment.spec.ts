import { afterEach, describe, expect, it } from '@jest/globals';
import { gatewayEnvironment, ownerEnvironment, serviceEnvironment, type Environment } from './environment.js';
import { services } from './services.js';

const source = {
  port: 4000,
  dataDir: '/data',
  services,
  secrets: (name: string) => `secret of ${name}`,
  postgres: { url: (database: string) => `postgres://db/${database}` },
};
const SECRETS = /KEY|SECRET|PASSWORD|DATABASE_URL/;
const secretsIn = (environment: Environment) =>
  Object.keys(environment)
    .filter((name) => SECRETS.test(name))
    .sort();
const serviceOf = (name: string) => {
  const service = services.find((each) => each.name === name);
  if (!service) throw new Error(`there is no ${name}`);
  return service;
};

describe('the environment of a process', () => {
  it('has the keys of personal data where people’s words are kept, and nowhere else', () => {
    const own = ['CURSOR_SECRET', 'DATABASE_URL', 'GATEWAY_SECRET', 'SEAL_PRIVATE_KEY'];
    expect(secretsIn(serviceEnvironment(source, serviceOf('assessment')))).toEqual(own);
    for (const keeper of ['grid-registry', 'micro-project'])
      expect(secretsIn(serviceEnvironment(source, serviceOf(keeper)))).toEqual(
        [...own, 'KEYS_DATABASE_URL', 'KEY_ENCRYPTION_KEY'].sort(),
      );
    const owner = ownerEnvironment(source, serviceOf('assessment'), '/seed.json');
    expect(Object.keys(owner).filter((name) => name.startsWith('KEY'))).toEqual([]);
  });

  it('says where the one list of erasures and the files are, to those who keep some', () => {
    const outsideOf = (name: string) => {
      const { ERASURES_FILE, FILES_DIRECTORY } = serviceEnvironment(source, serviceOf(name));
      return { ERASURES_FILE, FILES_DIRECTORY };
    };
    const outside = { ERASURES_FILE: '/data/erasures.jsonl', FILES_DIRECTORY: '/data/files' };
    expect(['grid-registry', 'micro-project'].map(outsideOf)).toEqual([outside, outside]);
    expect(outsideOf('assessment')).toEqual({});
  });

  it('has, at the gateway, what it shows the subgraphs and no other secret', () => {
    expect(secretsIn(gatewayEnvironment(source))).toEqual([
      'ASSESSMENT_SECRET',
      'GRID_REGISTRY_SECRET',
      'MICRO_PROJECT_SECRET',
    ]);
  });
});

describe('where webhooks may go', () => {
  const names = ['WEBHOOK_ALLOWED_RANGES', 'WEBHOOK_PORTS', 'WEBHOOK_RETRY_FIRST_S'] as const;
  const before = names.map((name) => [name, process.env[name]] as const);
  afterEach(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  const webhooksOf = (name: string) =>
    Object.entries(serviceEnvironment(source, serviceOf(name))).filter(([key]) => key.startsWith('WEBHOOK_'));

  it('is this machine, by HTTP and on any port, as all of the platform is on it', () => {
    for (const name of names) delete process.env[name];
    expect(Object.fromEntries(webhooksOf('grid-registry'))).toEqual({
      WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_PORTS: 'any',
    });
    expect(webhooksOf('assessment')).toEqual([]);
  });

  it('is what whoever starts the platform says', () => {
    process.env['WEBHOOK_ALLOWED_RANGES'] = '';
    process.env['WEBHOOK_RETRY_FIRST_S'] = '1';
    expect(Object.fromEntries(webhooksOf('grid-registry'))).toMatchObject({
      WEBHOOK_ALLOWED_RANGES: '',
      WEBHOOK_RETRY_FIRST_S: '1',
    });
  });
});

describe('how a process reaches the events', () => {
  it('is the embedded log unless the platform runs a broker', () => {
    expect(gatewayEnvironment(source)).toMatchObject({
      EVENT_TRANSPORT: 'embedded',
      EVENT_LOG_URL: 'postgres://db/event_log',
    });
  });

  it('is, on Kafka, a user of its own and nothing of the embedded log', () => {
    const onKafka = { ...source, kafka: { brokers: '127.0.0.1:4003' } };
    const environments = [gatewayEnvironment(onKafka), serviceEnvironment(onKafka, serviceOf('assessment'))];
    expect(environments.map((each) => each['KAFKA_SASL_USERNAME'])).toEqual(['gateway', 'assessment']);
    expect(environments.map((each) => each['KAFKA_SASL_PASSWORD'])).toEqual([
      'secret of kafka/gateway',
      'secret of kafka/assessment',
    ]);
    for (const each of environments) {
      expect(each).toMatchObject({ EVENT_TRANSPORT: 'kafka', KAFKA_BROKERS: '127.0.0.1:4003' });
      expect(each).not.toHaveProperty('EVENT_LOG_URL');
    }
  });
});
