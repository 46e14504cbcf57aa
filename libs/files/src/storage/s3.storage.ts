import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Logger } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { ObjectNotFoundError, ObjectStorage } from './object-storage.js';
import type { ByteRange, ObjectToStore } from './object-storage.js';

export interface S3Place {
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For connecting, for the first byte of an answer, and between two of its bytes. */
  readonly timeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 3_000;
const ATTEMPTS = 3;
/** What fails is thrown, and told of by who asked. */
const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined };

/** Objects in a bucket of anything that speaks S3. */
export class S3Storage extends ObjectStorage {
  private readonly client: S3Client;
  private readonly logger = new Logger(S3Storage.name);

  constructor(private readonly place: S3Place) {
    super();
    const { endpoint, region, accessKeyId, secretAccessKey, timeoutMs } = place;
    this.client = new S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      // Servers of one's own have no name of their own for each bucket.
      forcePathStyle: true,
      maxAttempts: ATTEMPTS,
      // The ciphertext is authenticated by itself, and not every server knows the checksums of Amazon's.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      logger: { ...SILENT, warn: (what: unknown) => this.logger.warn(String(what)) },
      requestHandler: {
        connectionTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
        socketTimeout: timeoutMs,
      },
    });
  }

  async put(key: string, { content, bytes }: ObjectToStore): Promise<void> {
    const broken = new AbortController();
    // The client listens to a source no longer once it has passed it on.
    content.once('error', (error) => broken.abort(error));
    await this.client.send(
      new PutObjectCommand({ Bucket: this.place.bucket, Key: key, Body: content, ContentLength: bytes }),
      { abortSignal: AbortSignal.any([broken.signal, this.limit]) },
    );
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({
          Bucket: this.place.bucket,
          Key: key,
          ...(range && { Range: `bytes=${range.from}-${range.to}` }),
        }),
      );
      if (!Body) throw new ObjectNotFoundError(key);
      return Body as Readable;
    } catch (error) {
      throw error instanceof NoSuchKey ? new ObjectNotFoundError(key) : error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.place.bucket, Key: key }), {
      abortSignal: this.limit,
    });
  }

  close(): void {
    this.client.destroy();
  }

  /** Of one call with all its attempts. */
  private get limit(): AbortSignal {
    return AbortSignal.timeout(ATTEMPTS * this.place.timeoutMs);
  }
}
