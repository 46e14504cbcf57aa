import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
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

/** Objects in a bucket of anything that speaks S3. */
export class S3Storage extends ObjectStorage {
  private readonly client: S3Client;

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
      requestHandler: {
        connectionTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
        socketTimeout: timeoutMs,
      },
    });
  }

  async put(key: string, { content, bytes }: ObjectToStore): Promise<void> {
    await this.client.send(
      new PutObjectCommand({ Bucket: this.place.bucket, Key: key, Body: content, ContentLength: bytes }),
      this.limits,
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
    await this.client.send(new DeleteObjectCommand({ Bucket: this.place.bucket, Key: key }), this.limits);
  }

  close(): void {
    this.client.destroy();
  }

  /** Of one call with all its attempts. */
  private get limits(): { abortSignal: AbortSignal } {
    return { abortSignal: AbortSignal.timeout(ATTEMPTS * this.place.timeoutMs) };
  }
}
