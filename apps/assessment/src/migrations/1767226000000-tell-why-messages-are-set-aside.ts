import { inboxReasonsDdl } from '@lianxin/journal';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** What the consumers followed before places knew their topic. */
const FOLLOWED = {
  'assessment.grid-event-facts': ['grid-registry.grid-event'],
  'assessment.replicas': ['area', 'grid', 'grant', 'policy'].map((aggregate) => `grid-registry.${aggregate}`),
};

/** Reason codes for what is set aside; places by topic, with the ids of the latest events. */
export class TellWhyMessagesAreSetAside1767226000000 implements MigrationInterface {
  readonly name = 'TellWhyMessagesAreSetAside1767226000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of inboxReasonsDdl(APPLICATION_ROLE, FOLLOWED)) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The ids of the events before the last are not kept by the former table.');
  }
}
