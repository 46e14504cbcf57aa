import { Field, ID, InputType } from '@nestjs/graphql';
import { MalformedIdError, TooManyIdsError } from '../errors/common.errors.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws MalformedIdError */
export function checkUuid(value: string, field: string): string {
  if (!UUID.test(value)) throw new MalformedIdError(field);
  return value.toLowerCase();
}

/** A list of them, which has its bound like every other. @throws MalformedIdError, TooManyIdsError */
export function checkUuids(values: readonly string[], field: string, atMost: number): string[] {
  if (values.length > atMost) throw new TooManyIdsError(field, atMost);
  return values.map((value) => checkUuid(value, field));
}

@InputType({ isAbstract: true })
export class CommandInput {
  @Field(() => ID, {
    description:
      'A UUID of your own for this command. Sending the same command again with it has no further effect.',
  })
  requestId: string;
}

/** JSON with its keys in order, so that equal content has equal bytes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value));

/** Lists of plain values, of which imports have many, are taken as they are. */
function inOrder(value: unknown): unknown {
  if (!isCompound(value)) return value;
  if (Array.isArray(value)) return value.some(isCompound) ? value.map(inOrder) : value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, inOrder((value as Record<string, unknown>)[key])]));
}

const isCompound = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Date);

/** The table behind `Commands`, for a service's first migration. */
export const commandRequestDdl = (applicationRole: string): string[] => [
  `CREATE TABLE command_request (
     mutation text NOT NULL,
     request_id uuid NOT NULL,
     subject uuid NOT NULL,
     content_hash text NOT NULL,
     aggregate_id text NOT NULL,
     claimed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT command_request_pkey PRIMARY KEY (mutation, request_id)
   )`,
  `GRANT SELECT, INSERT ON command_request TO ${applicationRole}`,
];
