import { Field, ID, InputType } from '@nestjs/graphql';
import { MalformedIdError } from './common.errors.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws MalformedIdError */
export function checkUuid(value: string, field: string): string {
  if (!UUID.test(value)) throw new MalformedIdError(field);
  return value.toLowerCase();
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
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

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
