import { createConnection, type Socket } from 'node:net';
import { EmbeddedKafkaError } from '../errors.js';
import { Reader } from './reader.js';
import { int16, int32, noTags, string } from './writer.js';

export interface Request {
  api: number;
  version: number;
  /** Whether this version of the request uses the newer encoding with tagged fields. */
  isFlexible: boolean;
  body: Buffer;
}

const answerLimitMs = 10_000;
const longestAnswerBytes = 1024 * 1024;
const clientId = 'lianxin-launcher';

/**
 * A few requests to a broker on this machine, one at a time: what kafkajs cannot say (users) and what must be known
 * before a client library would be told of the broker at all.
 */
export class Connection {
  private received = Buffer.alloc(0);
  private correlation = 0;
  private waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new EmbeddedKafkaError('the broker closed the connection')));
    socket.setTimeout(answerLimitMs, () =>
      socket.destroy(new EmbeddedKafkaError('the broker does not answer')),
    );
  }

  static async open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Connection(socket)));
    });
  }

  async send({ api, version, isFlexible, body }: Request): Promise<Reader> {
    this.correlation += 1;
    const header = [int16(api), int16(version), int32(this.correlation), string(clientId)];
    const message = Buffer.concat([...header, ...(isFlexible ? [noTags] : []), body]);
    const answer = new Promise<Buffer>((resolve, reject) => (this.waiting = { resolve, reject }));
    this.socket.write(Buffer.concat([int32(message.length), message]));
    const reader = new Reader(await answer);
    if (reader.int32() !== this.correlation)
      throw new EmbeddedKafkaError('an answer to another request came');
    if (isFlexible) reader.tags();
    return reader;
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    if (this.received.length < 4) return;
    const length = this.received.readInt32BE(0);
    if (length < 4 || length > longestAnswerBytes) {
      this.socket.destroy(new EmbeddedKafkaError('what listens there is no Kafka broker'));
    } else if (this.received.length >= 4 + length) {
      const answer = this.received.subarray(4, 4 + length);
      this.received = this.received.subarray(4 + length);
      this.waiting?.resolve(answer);
      this.waiting = undefined;
    }
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
  }
}
