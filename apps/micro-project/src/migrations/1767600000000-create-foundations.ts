import { CODE_RANGE_DDL } from '@lianxin/access';
import { fileUploadDdl } from '@lianxin/files';
import {
  inboxDdl,
  inboxDiscardedDdl,
  inboxReasonsDdl,
  interventionDdl,
  journalDdl,
  sealDdl,
} from '@lianxin/journal';
import { replicaDdl } from '@lianxin/replicas';
import { commandRequestDdl } from '@lianxin/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const FOUNDATIONS = [
  journalDdl,
  sealDdl,
  commandRequestDdl,
  interventionDdl,
  inboxDdl,
  inboxReasonsDdl,
  inboxDiscardedDdl,
  replicaDdl,
  fileUploadDdl,
];

/** The journal and its seals, the inbox, the read copies, the request ids and the uploads: what every later table relies on. */
export class CreateFoundations1767600000000 implements MigrationInterface {
  readonly name = 'CreateFoundations1767600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT USAGE ON SCHEMA public TO ${APPLICATION_ROLE}`);
    await runner.query(CODE_RANGE_DDL);
    for (const ddl of FOUNDATIONS)
      for (const statement of ddl(APPLICATION_ROLE)) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Nothing is left of a service without its foundations: drop its database.');
  }
}
