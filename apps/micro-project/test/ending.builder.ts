import { randomUUID } from 'node:crypto';
import { aStoredDocument } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, someTerms, take } from './project.builder.js';

/** Columns as SQL has them. */
type Columns = Record<string, unknown>;

const DAY = '2026-03-02T02:00:00Z';
const POSTED = { published_at: DAY, notice_posted_at: DAY, notice_ends_at: '2026-03-02T01:00:00Z' };
const BUILT = { ...POSTED, contractor_id: '0198f3a0-0000-7000-8000-00000000c0de', started_at: DAY };
const COMPLETED = { ...BUILT, completed_at: DAY };
const ACCEPTANCE = { accepted_at: DAY, is_proposer_present: true };
const ACCEPTED = { ...COMPLETED, ...ACCEPTANCE };
const SURVEY = { survey_opened_at: DAY, evaluated_at: DAY, answer_count: 12, satisfied_count: 9 };
const EVALUATED = { ...ACCEPTED, ...SURVEY };

/** What a project has behind it in each of these states. */
const HISTORIES = { DECIDED: {}, ON_NOTICE: POSTED, IN_PROGRESS: BUILT, COMPLETED, ACCEPTED, EVALUATED };

/** A project that its village decided on, moved on to that state; its money is committed for real. */
export async function aProjectIn(
  place: Place,
  state: keyof typeof HISTORIES,
  { budget = '8000', ...over }: Columns & { budget?: string } = {},
): Promise<string> {
  const id = await aDecidedProject(place, { terms: someTerms({ budget }) });
  const needId = await aNeedBehind(place, id);
  await arrange(place, id, { ...HISTORIES[state], need_ids: [needId], state, ...over });
  return id;
}

/** Arranges a need that the project answers: of somebody without an account, unless a test says otherwise. */
export async function aNeedBehind(
  { service, worker }: Pick<Place, 'service' | 'worker'>,
  projectId: string,
  over: { subjectId?: string; keyerId?: string | null; confidentiality?: string } = {},
): Promise<string> {
  const id = randomUUID();
  const { subjectId = randomUUID(), keyerId = worker.subject, confidentiality = 'OPEN' } = over;
  await service.sql(
    `INSERT INTO need (id, village_id, village_code, kind, channel, state, priority, last_step_at, submitted_at, opened_at,
       discussion_due_on, policy_version, reconsideration_count, project_id, subject_id, keyer_id, is_keyed_in_office, contact_channel,
       answer_by, confidentiality, slip_number)
     SELECT $1::uuid, village_id, village_code, kind, 'FIELD_VISIT', 'TAKEN', 'NORMAL', $2, $2, $2, '2026-03-31', 'test', 0, id, $3::uuid, $4::uuid, false,
            'PHONE', 'PHONE', $5, $1::text FROM project WHERE id = $6`,
    [id, DAY, subjectId, keyerId, confidentiality, projectId],
  );
  await service.sql('UPDATE project SET need_ids = need_ids || $2::uuid WHERE id = $1', [projectId, id]);
  return id;
}

/** A project that was completed, moved on to where it was accepted and surveyed. */
export async function surveyed(place: Place, projectId: string): Promise<void> {
  await arrange(place, projectId, { ...ACCEPTANCE, ...SURVEY, state: 'EVALUATED' });
  await place.service.sql(
    'INSERT INTO survey (project_id, id, ends_at, minimum_sample) VALUES ($1, $1, $2, 10)',
    [projectId, DAY],
  );
}

async function arrange({ service }: Place, projectId: string, columns: Columns): Promise<void> {
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 2}`);
  await service.sql(`UPDATE project SET ${assignments.join(', ')} WHERE id = $1`, [
    projectId,
    ...Object.values(columns),
  ]);
}

/** What the township publishes of a project of 8,000 yuan. */
export async function anAudit(place: Place, projectId: string, over: Columns = {}): Promise<Columns> {
  return {
    ...{ projectId, finalAmount: '7500', effect: '夜间出行安全，群众满意' },
    documentId: await aStoredDocument(place, { purpose: 'AUDIT', form: 'SEALED_SCAN', projectId }),
    finalAccountDocumentId: await aStoredDocument(place, { purpose: 'FINAL_ACCOUNT', projectId }),
    ...over,
  };
}

/** A project that was surveyed and audited. */
export async function anAuditedProject(place: Place, over: Columns = {}): Promise<string> {
  const id = await aProjectIn(place, 'COMPLETED');
  await surveyed(place, id);
  await take(place.township, 'publishAudit', await anAudit(place, id, over));
  return id;
}

const LEFT = [
  'payment',
  'contractor_offer',
  'contractor',
  'project_account',
  'project_decision',
  'project_terms',
  'document',
  'survey_draw',
  'survey_box',
  'survey',
  'need',
];

/** Takes away what tests of endings left behind. */
export async function clearProjects({ service }: Place): Promise<void> {
  for (const table of [...LEFT, 'project', 'envelope']) await service.sql(`DELETE FROM ${table}`);
}

/** Arranges that villagers built it themselves, and what of the payments was wages. */
export async function byOwnLabour(place: Place, projectId: string, wagesFen: number): Promise<void> {
  const { service, villageOfficer } = place;
  const contractorId = await aContractorOf(place, projectId, randomUUID());
  await service.sql(`UPDATE contractor SET method = 'VILLAGERS_OWN_LABOUR' WHERE id = $1`, [contractorId]);
  const documentId = await aStoredDocument(place, { purpose: 'WAGE_LIST', projectId });
  const wages = `INSERT INTO payment (id, project_id, village_id, stage, amount_fen, paid_on, voucher_number, voucher_key, document_id,
      worker_count, wage_list_document_id, recorded_by, recorded_role, recorded_at)
    SELECT $1::uuid, id, village_id, 'WAGES', $2, '2026-03-02', $1::text, $1::text, $3, 6, $3, $4, 'VILLAGE_OFFICER', now()
      FROM project WHERE id = $5`;
  await service.sql(wages, [randomUUID(), wagesFen, documentId, villageOfficer.subject, projectId]);
}

/** Arranges a contractor whom somebody is behind; its id is answered. */
export async function aContractorOf(
  { service, villageOfficer }: Place,
  projectId: string,
  personId: string,
): Promise<string> {
  const id = randomUUID();
  const minutesId = await aStoredDocument({ service, villageOfficer }, { projectId });
  await service.sql(
    `INSERT INTO contractor (id, project_id, method, name, amount_fen, is_kin_declared, stakeholder_ids, body, held_on, minutes_number,
       minutes_document_id, member_count, present_ids, recused_ids, policy_version, selected_by, selected_role, selected_at)
     VALUES ($1, $2, 'QUOTES', '甲公司', 1, false, $3, 'VILLAGE_TWO_COMMITTEES', '2026-03-02', '1', $4, 5, '{}', '{}', 'test', $5,
       'VILLAGE_OFFICER', now())`,
    [id, projectId, [personId], minutesId, villageOfficer.subject],
  );
  await service.sql('UPDATE project SET contractor_id = $2 WHERE id = $1', [projectId, id]);
  return id;
}
