import type { FilesConfig } from '@lianxin/service-kit';
import { DirectoryStorage } from './directory.storage.js';
import type { ObjectStorage } from './object-storage.js';
import { S3Storage } from './s3.storage.js';

/** The storage that the configuration names. Throws when it names none, both, or half of one. */
export function createStorage(config: FilesConfig): ObjectStorage {
  const { FILES_DIRECTORY: directory, FILES_S3_BUCKET: bucket, FILES_TIMEOUT_MS: timeoutMs } = config;
  if ((directory === undefined) === (bucket === undefined))
    throw new Error('Configuration is not usable: set either FILES_DIRECTORY or FILES_S3_BUCKET');
  if (directory !== undefined) return new DirectoryStorage(directory, timeoutMs);
  const { FILES_S3_ENDPOINT: endpoint, FILES_S3_ACCESS_KEY_ID: accessKeyId } = config;
  const secretAccessKey = config.FILES_S3_SECRET_ACCESS_KEY;
  if (!bucket || !endpoint || !accessKeyId || !secretAccessKey)
    throw new Error(
      'Configuration is not usable: FILES_S3_BUCKET needs FILES_S3_ENDPOINT, FILES_S3_ACCESS_KEY_ID and FILES_S3_SECRET_ACCESS_KEY',
    );
  return new S3Storage({
    bucket,
    endpoint,
    accessKeyId,
    secretAccessKey,
    region: config.FILES_S3_REGION,
    timeoutMs,
  });
}
