import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BrokerUser {
  name: string;
  password: string;
}

/**
 * One file for each user in a private folder, as Kafka's own console programs take it (`--command-config`); the variables
 * of our processes stand in it as comments. Files of users that are gone are removed. Returns the path of a user's file.
 */
export function writeClientFiles(
  directory: string,
  brokers: string,
  users: readonly BrokerUser[],
): (user: string) => string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (user: string) => join(directory, `${user}.properties`);
  const named = new Set(users.map(({ name }) => `${name}.properties`));
  for (const name of readdirSync(directory)) if (!named.has(name)) rmSync(join(directory, name));
  for (const user of users) {
    const draft = `${pathOf(user.name)}.${process.pid}`;
    writeFileSync(draft, clientProperties(brokers, user), { mode: 0o600 });
    renameSync(draft, pathOf(user.name));
  }
  return pathOf;
}

const clientProperties = (brokers: string, { name, password }: BrokerUser) => `\
bootstrap.servers=${brokers}
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${name}" password="${password}";
# EVENT_TRANSPORT=kafka
# KAFKA_BROKERS=${brokers}
# KAFKA_SASL_USERNAME=${name}
# KAFKA_SASL_PASSWORD=${password}
`;
