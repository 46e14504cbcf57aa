import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { KafkaUnavailableError } from '../errors.js';

const oldestJava = 17;
const answerLimitMs = 10_000;

/** The Java to run: JAVA_HOME's, else the one on the path. @throws KafkaUnavailableError when missing or too old */
export function locateJava(): string {
  const home = process.env['JAVA_HOME'];
  const java = home ? join(home, 'bin', 'java') : 'java';
  const { error, stderr, stdout } = spawnSync(java, ['-version'], {
    encoding: 'utf8',
    timeout: answerLimitMs,
  });
  if (error) throw new KafkaUnavailableError(`Java ${oldestJava} or later is needed and none was found`);
  const [, version = '0'] = /version "(\d+)/.exec(`${stderr}${stdout}`) ?? [];
  if (Number(version) < oldestJava)
    throw new KafkaUnavailableError(`Java ${oldestJava} or later is needed; ${java} is ${version}`);
  return java;
}
