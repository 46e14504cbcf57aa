import { randomBytes } from 'node:crypto';
import { EmbeddedKafkaError } from './errors.js';
import type { Connection } from './wire/connection.js';
import { iterations, saltedPassword, signIn, SignInRefusedError, type Credentials } from './wire/scram.js';
import { compactArray, compactBytes, compactString, int32, int8, noTags, nothing } from './wire/writer.js';

const sha512 = int8(2);
const takesEffectLimitMs = 10_000;

/**
 * Lets in exactly these users besides the administrator: new ones are added, changed passwords set, those no longer named
 * locked out by a password that nobody knows. Removing a user is not safe: a broker that reads its log of metadata anew
 * and meets the removal first forgets every user (seen with 4.4.0). Resolves once each can sign in.
 * @throws EmbeddedKafkaError
 */
export async function reconcileUsers(
  port: number,
  admin: Credentials,
  users: readonly Credentials[],
): Promise<void> {
  const connection = await signIn(port, admin);
  try {
    const known = await userNames(connection);
    const named = new Set([admin, ...users].map(({ name }) => name));
    const unwanted = known.filter((name) => !named.has(name)).map(lockedOut);
    const outdated: Credentials[] = [];
    for (const user of users)
      if (!known.includes(user.name) || !(await mayEnter(port, user))) outdated.push(user);
    if (unwanted.length + outdated.length > 0) await setPasswords(connection, [...unwanted, ...outdated]);
    for (const user of outdated) await untilMayEnter(port, user);
  } finally {
    connection.close();
  }
}

/** How many brokers are ready to hold topics. */
export async function readyBrokers(connection: Connection): Promise<number> {
  const answer = await connection.send({ api: 60, version: 0, isFlexible: true, body: Buffer.from([0, 0]) });
  answer.int32();
  refuse(answer.int16(), answer.compactString());
  answer.compactString();
  answer.int32();
  return answer.compactArray(() => {
    answer.int32();
    answer.compactString();
    answer.int32();
    answer.compactString();
    answer.tags();
  }).length;
}

async function userNames(connection: Connection): Promise<string[]> {
  const body = Buffer.concat([nothing, noTags]);
  const answer = await connection.send({ api: 50, version: 0, isFlexible: true, body });
  answer.int32();
  refuse(answer.int16(), answer.compactString());
  return answer.compactArray(() => {
    const name = answer.compactString() ?? '';
    answer.int16();
    answer.compactString();
    answer.compactArray(() => {
      answer.int8();
      answer.int32();
      answer.tags();
    });
    answer.tags();
    return name;
  });
}

const lockedOut = (name: string): Credentials => ({
  name,
  password: randomBytes(32).toString('base64url'),
});

async function setPasswords(connection: Connection, users: readonly Credentials[]): Promise<void> {
  const noRemovals = compactArray([]);
  const body = Buffer.concat([noRemovals, compactArray(users.map(upsertion)), noTags]);
  const answer = await connection.send({ api: 51, version: 0, isFlexible: true, body });
  answer.int32();
  answer.compactArray(() => {
    answer.compactString();
    refuse(answer.int16(), answer.compactString());
    answer.tags();
  });
}

function upsertion({ name, password }: Credentials): Buffer {
  const salt = randomBytes(24);
  const salted = saltedPassword(password, salt, iterations);
  return Buffer.concat([
    ...[compactString(name), sha512, int32(iterations)],
    ...[compactBytes(salt), compactBytes(salted), noTags],
  ]);
}

async function mayEnter(port: number, user: Credentials): Promise<boolean> {
  try {
    (await signIn(port, user)).close();
    return true;
  } catch (error) {
    if (error instanceof SignInRefusedError) return false;
    throw error;
  }
}

async function untilMayEnter(port: number, user: Credentials): Promise<void> {
  const deadline = Date.now() + takesEffectLimitMs;
  while (!(await mayEnter(port, user))) {
    if (Date.now() > deadline) throw new EmbeddedKafkaError(`the broker does not let ${user.name} in`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function refuse(code: number, message: string | null): void {
  if (code !== 0) throw new EmbeddedKafkaError(`the broker refuses: ${message ?? `error ${code}`}`);
}
