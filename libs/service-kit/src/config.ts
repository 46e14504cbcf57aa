import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';

const base64Key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Where a process listens. Loopback unless told otherwise. */
export const listenSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65535),
  METRICS_PORT: z.coerce.number().int().min(1).max(65535),
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug', 'verbose']).default('log'),
});

/** Who issues the tokens that are believed here. */
export const identitySchema = z.object({
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().default('lianxin'),
  OIDC_JWKS_URL: z.url().optional(),
});

/** How events travel: the embedded log on one machine, Apache Kafka in a district. */
export const transportSchema = z.object({
  EVENT_TRANSPORT: z.enum(['embedded', 'kafka']).default('embedded'),
  EVENT_LOG_URL: z.string().optional(),
  KAFKA_BROKERS: list.optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** Certificates, as PEM, that the broker's is signed with; TLS is on when it is set. */
  KAFKA_CA_FILE: z.string().min(1).optional(),
});

const der = (parse: (key: Buffer) => unknown, what: string) =>
  z
    .string()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => isParsable(parse, key), `must be ${what} in base64`);

const publicKeyDer = der(
  (key) => createPublicKey({ key, type: 'spki', format: 'der' }),
  'public keys as SPKI in DER',
);

/** How a service seals its journal: with which key, where outside the database, how often. */
export const sealSchema = z.object({
  SEAL_PRIVATE_KEY: der(
    (key) => createPrivateKey({ key, type: 'pkcs8', format: 'der' }),
    'a private key as PKCS 8 in DER',
  ),
  /** Public keys of former seals, so that they can still be verified. */
  SEAL_PUBLIC_KEYS: list.pipe(z.array(publicKeyDer)).default([]),
  /** Where `<service>.seals.jsonl` is appended to; outside the database and best on another disk. */
  SEALS_DIRECTORY: z.string().min(1),
  /** An entry waits no longer than this for its seal. */
  SEAL_INTERVAL_S: z.coerce.number().int().min(1).max(86_400).default(60),
  /** A seal covers no more entries than this. */
  SEAL_MAX_ENTRIES: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

/** What every subgraph service is told by its environment. */
export const subgraphSchema = listenSchema
  .extend(identitySchema.shape)
  .extend(transportSchema.shape)
  .extend(sealSchema.shape)
  .extend({
    DATABASE_URL: z.string(),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(8),
    CURSOR_SECRET: base64Key,
    GATEWAY_SECRET: z.string().min(32),
    AREA_SUBTREES: list.default(['361104']),
  });

/** What a service is told besides when it keeps what people type; no other process gets it. */
export const personalDataSchema = z.object({
  KEYS_DATABASE_URL: z.string(),
  KEY_ENCRYPTION_KEY: base64Key,
  /** The list of erasures, appended to; outside the database and best on another disk. Restores apply it again. */
  ERASURES_FILE: z.string().min(1),
});

/** Where a service keeps files: a directory, or a bucket of anything that speaks S3. */
export const filesSchema = z.object({
  FILES_DIRECTORY: z.string().min(1).optional(),
  FILES_S3_BUCKET: z.string().min(1).optional(),
  FILES_S3_ENDPOINT: z.url().optional(),
  FILES_S3_REGION: z.string().min(1).default('us-east-1'),
  FILES_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  FILES_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** How long the storage may take over one object. */
  FILES_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(20_000),
});

export type SubgraphConfig = z.infer<typeof subgraphSchema>;
export type PersonalDataConfig = z.infer<typeof personalDataSchema>;
export type FilesConfig = z.infer<typeof filesSchema>;
export type TransportConfig = z.infer<typeof transportSchema>;
export type SealConfig = z.infer<typeof sealSchema>;
export type IdentityConfig = z.infer<typeof identitySchema>;

/**
 * Reads a process's configuration once, at its start.
 * @throws Error that names every variable at fault in one message, without their values.
 */
export function loadConfig<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.infer<Schema> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Configuration is not usable: ${faults.join('; ')}`);
}

function isParsable(parse: (key: Buffer) => unknown, key: Buffer): boolean {
  try {
    parse(key);
    return true;
  } catch {
    return false;
  }
}

export { base64Key as base64KeySchema };
