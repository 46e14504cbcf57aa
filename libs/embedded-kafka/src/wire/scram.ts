import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { EmbeddedKafkaError } from '../errors.js';
import { Connection } from './connection.js';
import { bytes, string } from './writer.js';

export interface Credentials {
  name: string;
  password: string;
}

/** The broker knows no such user, or not with this password. */
export class SignInRefusedError extends EmbeddedKafkaError {
  override name = 'SignInRefusedError';
}

const mechanism = 'SCRAM-SHA-512';
const digestBytes = 64;
export const iterations = 4096;

export const saltedPassword = (password: string, salt: Buffer, rounds: number) =>
  pbkdf2Sync(password, salt, rounds, digestBytes, 'sha512');

/** Opens a connection as this user (RFC 5802). @throws SignInRefusedError */
export async function signIn(port: number, user: Credentials): Promise<Connection> {
  const connection = await Connection.open(port);
  try {
    await connection.send({ api: 17, version: 1, isFlexible: false, body: string(mechanism) });
    await exchange(connection, user);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function exchange(connection: Connection, { name, password }: Credentials): Promise<void> {
  const nonce = randomBytes(18).toString('base64');
  const first = `n=${name.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  const challenge = await authenticate(connection, `n,,${first}`);
  const { r = '', s = '', i = '0' } = attributesOf(challenge);
  if (!r.startsWith(nonce) || Number(i) < iterations)
    throw new EmbeddedKafkaError('the broker answers a sign-in wrongly');
  const salted = saltedPassword(password, Buffer.from(s, 'base64'), Number(i));
  const final = `c=biws,r=${r}`;
  const text = `${first},${challenge},${final}`;
  const clientKey = hmac(salted, 'Client Key');
  const signature = hmac(createHash('sha512').update(clientKey).digest(), text);
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
  const { v = '' } = attributesOf(await authenticate(connection, `${final},p=${proof.toString('base64')}`));
  const shown = Buffer.from(v, 'base64');
  const expected = hmac(hmac(salted, 'Server Key'), text);
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected))
    throw new EmbeddedKafkaError('what listens there does not know the password it was to know');
}

async function authenticate(connection: Connection, message: string): Promise<string> {
  const body = bytes(Buffer.from(message));
  const answer = await connection.send({ api: 36, version: 1, isFlexible: false, body });
  if (answer.int16() !== 0) throw new SignInRefusedError(answer.string() ?? 'the sign-in was refused');
  answer.string();
  return answer.bytes().toString();
}

const hmac = (key: Buffer, text: string) => createHmac('sha512', key).update(text).digest();

const attributesOf = (message: string): Partial<Record<string, string>> =>
  Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
