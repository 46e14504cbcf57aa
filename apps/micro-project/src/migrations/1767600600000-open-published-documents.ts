import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { areas } = ROW_LEVEL;

/** S0-15, S0-19, S0-20: what was posted or published is everybody's to read; all other papers stay with the posts of their area. */
const PUBLISHED = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id AND CASE purpose
  WHEN 'NOTICE' THEN p.notice_posted_at IS NOT NULL
  WHEN 'SURVEY' THEN p.evaluated_at IS NOT NULL
  WHEN 'AUDIT' THEN p.audited_at IS NOT NULL
  WHEN 'FINAL_ACCOUNT' THEN p.audited_at IS NOT NULL
  ELSE false END)`;

/** The rows of documents that were published are seen without a post. */
export class OpenPublishedDocuments1767600600000 implements MigrationInterface {
  readonly name = 'OpenPublishedDocuments1767600600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY document_visible ON document
      USING (CASE WHEN area_code <@ ${areas} THEN true ELSE ${PUBLISHED} END)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY document_visible ON document USING (area_code <@ ${areas})`);
  }
}
