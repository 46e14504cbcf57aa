import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { audience } from '../../issuer/client.js';
import { databaseProvisions, ownerUrlVariable } from '../../platform/environment.js';
import { kafkaClients } from '../../platform/kafka/clients.js';
import { gateway, metricsPort, servicePort, services, sharedDatabases } from '../../platform/services.js';
import {
  gatewayPort,
  issuerPort,
  kafkaControllerPort,
  kafkaPort,
  workspaceRoot,
} from '../../platform/settings.js';
import { readComposition, variablesAskedFor, type ComposedService } from './composition.js';
import { realmFile, seedFile } from '../generated-files.js';
import { REALM } from '../keycloak/realm.js';
import { secrets, variable } from '../secrets.js';

const base = gatewayPort('');
const values = Object.fromEntries(secrets.map(({ name, make }) => [name, make()]));
const composition = readComposition(values);
const processes = [...services, gateway];

const serviceOf = (name: string): ComposedService => {
  const found = composition.services[name];
  if (!found) throw new Error(`there is no ${name} in the composition`);
  return found;
};
const environmentOf = (name: string) => serviceOf(name).environment;
const own = Object.keys(composition.services).filter((name) => serviceOf(name).build);
const jobs = own.filter((name) => !processes.some((process) => process.name === name));

/** What Node itself and every process of this platform reads, besides its own configuration. */
const GENERAL = ['NODE_OPTIONS', 'LOG_LEVEL'];

async function schemaOf(name: string): Promise<z.ZodObject> {
  const file = resolve(workspaceRoot, 'apps', name, 'src/config.ts');
  const exported = (await import(file)) as Record<string, z.ZodObject>;
  const camelCase = name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
  const schema = exported[`${camelCase}Schema`];
  if (!schema) throw new Error(`${file} exports no ${camelCase}Schema`);
  return schema;
}

describe('docker-compose.yml', () => {
  it('runs every service, and the gateway, and what they need', () => {
    expect(Object.keys(composition.services)).toEqual(
      expect.arrayContaining([...processes.map(({ name }) => name), 'postgres', 'kafka', 'keycloak']),
    );
  });

  it.each(processes)('tells $name what its own configuration asks for, and nothing else', async (process) => {
    const schema = await schemaOf(process.name);
    const environment = environmentOf(process.name);
    expect(schema.safeParse(environment).error).toBeUndefined();
    const known = [...Object.keys(schema.shape), ...GENERAL];
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    expect(environment).toMatchObject({
      PORT: String(servicePort(base, process)),
      METRICS_PORT: String(metricsPort(base, process)),
      HOST: '0.0.0.0',
      NODE_OPTIONS: `--max-old-space-size=${process.heapMb}`,
      EVENT_TRANSPORT: 'kafka',
      KAFKA_BROKERS: `kafka:${kafkaPort(base)}`,
      KAFKA_SASL_USERNAME: process.name,
      KAFKA_SASL_PASSWORD: values[`KAFKA_${variable(process.name)}_PASSWORD`],
    });
  });

  it.each(services)('leads $name and the gateway to each other', (service) => {
    const prefix = variable(service.name);
    expect(environmentOf('gateway')).toMatchObject({
      [`${prefix}_URL`]: `http://${service.name}:${servicePort(base, service)}/graphql`,
      [`${prefix}_SECRET`]: environmentOf(service.name)['GATEWAY_SECRET'],
    });
  });

  it.each(services)('gives $name its own database alone, as its own role', ({ name, database }) => {
    const url = (role: string, password = '') =>
      `postgresql://${database}_${role}:${password}@postgres:5432/${database}`;
    const prefix = variable(database);
    expect(environmentOf(name)['DATABASE_URL']).toBe(url('app', values[`${prefix}_APP_PASSWORD`]));
    expect(environmentOf(`migrate-${name}`)).toEqual(
      expect.objectContaining({ OWNER_DATABASE_URL: url('owner', values[`${prefix}_OWNER_PASSWORD`]) }),
    );
    expect(JSON.stringify(serviceOf(name))).not.toContain('_owner');
  });

  it('migrates the databases of the libraries as their owners', () => {
    const urls = sharedDatabases.map((database) => [
      ownerUrlVariable(database),
      `postgresql://${database}_owner:${values[`${variable(database)}_OWNER_PASSWORD`]}@postgres:5432/${database}`,
    ]);
    expect(environmentOf('migrate-shared')).toMatchObject(Object.fromEntries(urls) as object);
  });

  it('seeds as grid-registry itself, with the accounts of the realm', async () => {
    const { SEED_FILE: file, ...environment } = environmentOf('seed-grid-registry');
    expect(environment).toEqual(environmentOf('grid-registry'));
    expect(serviceOf('seed-grid-registry').volumes).toContain(`./${seedFile}:${file}:ro`);
    const schema = (await schemaOf('grid-registry')).extend({ SEED_FILE: z.string() });
    expect(schema.safeParse({ ...environment, SEED_FILE: file }).error).toBeUndefined();
  });

  it('makes every database role with a password', () => {
    const roles = databaseProvisions(() => '', services).flatMap(({ owner, application, others = [] }) => [
      owner,
      application,
      ...others,
    ]);
    const expected = roles.map(({ name }) => `${variable(name)}_PASSWORD`);
    const told = Object.keys(environmentOf('postgres')).filter((name) => name.endsWith('_PASSWORD'));
    expect(told.sort()).toEqual([...expected, 'POSTGRES_PASSWORD'].sort());
  });

  it('runs the Kafka of tools/kafka, with a user for each process', () => {
    const pom = readFileSync(resolve(workspaceRoot, 'tools/kafka/pom.xml'), 'utf8');
    const version = /<kafka\.version>(.*)<\/kafka\.version>/.exec(pom)?.[1];
    expect(serviceOf('kafka').image).toBe(`apache/kafka:${version}`);
    expect(environmentOf('kafka')).toMatchObject({
      KAFKA_PORT: String(kafkaPort(base)),
      KAFKA_CONTROLLER_PORT: String(kafkaControllerPort(base)),
      KAFKA_ADVERTISED: `kafka:${kafkaPort(base)}`,
      KAFKA_USERS: kafkaClients(services)
        .map(({ name }) => name)
        .join(' '),
    });
    expect(environmentOf('kafka-provision')).toMatchObject({
      KAFKA_BROKERS: `kafka:${kafkaPort(base)}`,
      KAFKA_ADMIN_PASSWORD: environmentOf('kafka')['KAFKA_ADMIN_PASSWORD'],
    });
  });

  it.each(processes)('has $name believe the tokens of its Keycloak', ({ name }) => {
    const keycloak = environmentOf('keycloak');
    const certificates = `/realms/${REALM}/protocol/openid-connect/certs`;
    expect(environmentOf(name)).toMatchObject({
      OIDC_ISSUER: `${keycloak['KC_HOSTNAME']}/realms/${REALM}`,
      OIDC_AUDIENCE: audience,
      OIDC_JWKS_URL: `http://keycloak:${keycloak['KC_HTTP_PORT']}${certificates}`,
    });
    expect(keycloak['KC_HTTP_PORT']).toBe(String(issuerPort(base)));
    expect(serviceOf('keycloak').volumes).toEqual([
      `./${realmFile}:/opt/keycloak/data/import/${REALM}-realm.json:ro`,
    ]);
  });

  it('asks for every secret of the list and for nothing else', () => {
    expect(variablesAskedFor()).toEqual(secrets.map(({ name }) => name).sort());
  });

  it('hands each secret to those only who use it', () => {
    const holdersOf = (value = '') => own.filter((name) => JSON.stringify(serviceOf(name)).includes(value));
    expect(holdersOf(values['KEY_ENCRYPTION_KEY'])).toEqual([
      'seed-grid-registry',
      'grid-registry',
      'micro-project',
    ]);
    expect(holdersOf(values['KAFKA_ADMIN_PASSWORD'])).toEqual(['kafka-provision']);
    expect(holdersOf(values['POSTGRES_PASSWORD'])).toEqual([]);
    for (const { name } of services) {
      const seal = holdersOf(values[`${variable(name)}_SEAL_PRIVATE_KEY`]);
      expect(seal.filter((holder) => !holder.endsWith(name))).toEqual([]);
      expect(holdersOf(values[`${variable(name)}_SECRET`])).toEqual(
        expect.arrayContaining([name, 'gateway']),
      );
    }
  });

  it('keeps the erasures of the one key store in one list', () => {
    const lists = services
      .filter(({ keepsPersonalData }) => keepsPersonalData)
      .map(({ name }) => [environmentOf(name)['ERASURES_FILE'], serviceOf(name).volumes]);
    expect(lists.length).toBeGreaterThan(1);
    expect(lists).toEqual(lists.map(() => lists[0]));
  });

  it('is reached from this machine alone, at the gateway and the sign-in page', () => {
    const published = Object.entries(composition.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port]),
    );
    expect(published.sort()).toEqual([
      ['gateway', `127.0.0.1:${base}:${base}`],
      ['keycloak', `127.0.0.1:${issuerPort(base)}:${issuerPort(base)}`],
    ]);
    expect(composition.networks['inside']?.internal).toBe(true);
    for (const [name, { networks }] of Object.entries(composition.services))
      expect([name, networks.includes('outside')]).toEqual([name, ['gateway', 'keycloak'].includes(name)]);
  });

  it.each(own)('runs %s as it should: built, bounded, without rights', (name) => {
    const service = serviceOf(name);
    const [script = ''] = service.command ?? [];
    const source = script.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect([script, existsSync(resolve(workspaceRoot, source))]).toEqual([script, true]);
    expect(script).toMatch(/^(apps\/[a-z-]+|tools)\/dist\//);
    expect(service).toMatchObject({
      build: { context: '.', dockerfile: 'docker/Dockerfile' },
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: jobs.includes(name) ? 'on-failure:5' : 'unless-stopped',
    });
    expect(service.privileged).toBeUndefined();
  });

  it('mounts what exists', () => {
    const mounts = Object.values(composition.services).flatMap(({ volumes = [] }) => volumes);
    const sources = mounts.map((mount) => mount.split(':')[0] ?? '');
    const missing = sources.filter((source) =>
      source.startsWith('./')
        ? !existsSync(resolve(workspaceRoot, source))
        : !Object.keys(composition.volumes).includes(source),
    );
    expect([missing, mounts.length > 0]).toEqual([[], true]);
  });

  it.each(services)('starts $name only on databases and topics that are ready', ({ name }) => {
    const waitedFor = (service: string): string[] =>
      Object.entries(serviceOf(service).depends_on ?? {}).flatMap(([other, { condition }]) => [
        `${other} ${condition}`,
        ...waitedFor(other),
      ]);
    expect(waitedFor(name)).toEqual(
      expect.arrayContaining([
        `migrate-${name} service_completed_successfully`,
        'kafka-provision service_completed_successfully',
        'postgres service_healthy',
        'kafka service_healthy',
      ]),
    );
    expect(serviceOf('gateway').depends_on?.[name]).toEqual({ condition: 'service_healthy' });
  });
});
