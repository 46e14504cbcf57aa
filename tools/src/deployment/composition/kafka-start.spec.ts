import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';

const script = resolve(workspaceRoot, 'docker/kafka/start.sh');
const password = (name: string) => `${name}-0123456789abcdef`;
const passwords = {
  KAFKA_ADMIN_PASSWORD: password('admin'),
  KAFKA_CONTROLLER_PASSWORD: password('controller'),
  KAFKA_GRID_REGISTRY_PASSWORD: password('grid-registry'),
  KAFKA_GATEWAY_PASSWORD: password('gateway'),
};

/** Stand-ins for the programs of Kafka's image: they write down what they were told and end. */
const STORAGE = `#!/usr/bin/env bash
[[ "$1" == random-uuid ]] && echo a-cluster && exit
echo "$@" >"$NOTES/storage.argv"
stat --format %a "\${2#@}" >"$NOTES/storage.mode"
cat "\${2#@}" >"$NOTES/storage.args"
echo 'salt of everyone'
[[ -n "\${FAILS:-}" ]] && exit 1
mkdir -p "$KAFKA_DATA" && touch "$KAFKA_DATA/meta.properties"
`;
const SERVER = `#!/usr/bin/env bash
echo "$@" >"$NOTES/server.argv"
cp "$1" "$NOTES/server.properties"
stat --format %a "$1" >"$NOTES/server.mode"
`;

describe('docker/kafka/start.sh', () => {
  let directory: string;
  const noted = (name: string): string => readFileSync(join(directory, name), 'utf8').trim();
  const start = (environment: Record<string, string> = {}) =>
    spawnSync('bash', [script], {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: process.env['PATH'],
        NOTES: directory,
        KAFKA_HOME: directory,
        KAFKA_DATA: join(directory, 'data'),
        KAFKA_PORT: '4003',
        KAFKA_USERS: 'grid-registry gateway',
        ...passwords,
        ...environment,
      },
    });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lianxin-kafka-start-'));
    mkdirSync(join(directory, 'bin'));
    writeFileSync(join(directory, 'bin/kafka-storage.sh'), STORAGE, { mode: 0o700 });
    writeFileSync(join(directory, 'bin/kafka-server-start.sh'), SERVER, { mode: 0o700 });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('makes a user for each process, and tells no password to a command line or a log', () => {
    const { status, stdout, stderr } = start();
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    const users = ['admin', 'grid-registry', 'gateway'];
    expect(noted('storage.args').split('\n').slice(4)).toEqual(
      users.flatMap((name) => ['--add-scram', `SCRAM-SHA-512=[name=${name},password=${password(name)}]`]),
    );
    expect([noted('storage.mode'), noted('server.mode')]).toEqual(['600', '600']);
    expect(noted('storage.argv') + noted('server.argv')).not.toContain('0123456789abcdef');
  });

  it('makes a user for each department that is named', () => {
    const { status } = start({
      KAFKA_DEPARTMENTS: 'housing-construction water',
      KAFKA_DEPT_HOUSING_CONSTRUCTION_PASSWORD: password('housing'),
      KAFKA_DEPT_WATER_PASSWORD: password('water'),
    });
    expect(status).toBe(0);
    expect(noted('storage.args').split('\n').slice(10)).toEqual([
      ...['--add-scram', `SCRAM-SHA-512=[name=dept-housing-construction,password=${password('housing')}]`],
      ...['--add-scram', `SCRAM-SHA-512=[name=dept-water,password=${password('water')}]`],
    ]);
    expect(start({ KAFKA_DATA: join(directory, 'other'), KAFKA_DEPARTMENTS: 'water' }).stderr).toContain(
      'KAFKA_DEPT_WATER_PASSWORD must be set',
    );
  });

  it('shuts every door that no permission opens', () => {
    start();
    const properties = noted('server.properties').split('\n');
    expect(properties).toEqual(
      expect.arrayContaining([
        'listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
        'sasl.enabled.mechanisms=SCRAM-SHA-512',
        'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'allow.everyone.if.no.acl.found=false',
        'super.users=User:admin;User:controller',
        'auto.create.topics.enable=false',
        'listeners=CLIENT://0.0.0.0:4003,CONTROLLER://127.0.0.1:9093',
      ]),
    );
  });

  it('keeps the storage that is there', () => {
    start();
    rmSync(join(directory, 'storage.args'));
    expect(start().status).toBe(0);
    expect(existsSync(join(directory, 'storage.args'))).toBe(false);
  });

  it.each([
    ['without a password', { KAFKA_GATEWAY_PASSWORD: '' }, 'KAFKA_GATEWAY_PASSWORD must be set'],
    [
      'with one that ends its own quotation',
      { KAFKA_ADMIN_PASSWORD: 'x"; admin="0123456789' },
      'KAFKA_ADMIN_PASSWORD',
    ],
    ['when the storage cannot be made', { FAILS: 'yes' }, 'salt of everyone'],
  ])('does not start %s', (_case, environment, message) => {
    const { status, stderr } = start(environment);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(existsSync(join(directory, 'server.argv'))).toBe(false);
  });
});
