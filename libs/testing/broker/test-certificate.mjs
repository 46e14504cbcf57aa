import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LIMIT_MS = 30_000;
/** A program this short is better run than compiled. */
const QUICK = ['-J-XX:TieredStopAtLevel=1', '-J-XX:+UseSerialGC'];
const run = promisify(execFile);

/** The broker's key and certificate as PKCS 12, and the certificate of who signed it as PEM. */
export const certificateFiles = (directory) => ({
  keystore: join(directory, 'broker.p12'),
  caFile: join(directory, 'ca.pem'),
});

/**
 * Makes a certificate for 127.0.0.1 that is signed by an authority of its own, with the `keytool` that every Java has.
 * @returns the password of the key store
 */
export async function makeCertificate(directory) {
  const { keystore, caFile } = certificateFiles(directory);
  const [password, home] = [randomUUID(), process.env.JAVA_HOME];
  const program = home ? join(home, 'bin', 'keytool') : 'keytool';
  const store = ['-keystore', keystore, '-storepass:env', 'PASSWORD'];
  const limits = { timeout: LIMIT_MS, env: { ...process.env, PASSWORD: password } };
  const keytool = (command, alias, ...options) =>
    run(program, [...QUICK, `-${command}`, '-alias', alias, ...store, ...options], limits);
  const makePair = (alias, ...options) =>
    keytool('genkeypair', alias, '-keyalg', 'EC', '-dname', `CN=test ${alias}`, '-validity', '2', ...options);
  await makePair('authority', '-ext', 'bc:c');
  await makePair('broker', '-signer', 'authority', '-ext', 'san=ip:127.0.0.1');
  await keytool('exportcert', 'authority', '-rfc', '-file', caFile);
  // The broker would be free to show the other.
  await keytool('delete', 'authority');
  return password;
}
