import type { EntityManager } from 'typeorm';
import type { Project } from '../projects/entity/project.entity.js';
import { archiveOf } from './archive-items.js';
import type { ArchiveEntry, ArchiveFacts } from './archive-items.js';

type PaperRow = ArchiveFacts['papers'][number] & { readonly projectId: string };
interface MinutesRow {
  readonly projectId: string;
  readonly documentId: string;
}

const PAPERS = `SELECT d.project_id AS "projectId", d.id, d.purpose, d.form FROM document d
  WHERE d.project_id = ANY($1::uuid[]) ORDER BY d.added_at, d.id`;
const MINUTES = `SELECT m.project_id AS "projectId", m.minutes_document_id AS "documentId" FROM project_decision m
  WHERE m.project_id = ANY($1::uuid[]) AND m.outcome = 'ADOPTED' ORDER BY m.keyed_at, m.id`;

const OWN_LABOUR = `SELECT c.project_id AS "projectId" FROM contractor c
  WHERE c.id = ANY($1::uuid[]) AND c.method = 'VILLAGERS_OWN_LABOUR'`;

/** How the archive of each of these projects stands; three statements for all of them. */
export async function archivesOf(tx: EntityManager, projects: readonly Project[]): Promise<ArchiveEntry[][]> {
  const ids = [projects.map(({ id }) => id)];
  const papers = await tx.query<PaperRow[]>(PAPERS, ids);
  const minutes = await tx.query<MinutesRow[]>(MINUTES, ids);
  const chosen = [projects.flatMap(({ contractorId }) => contractorId ?? [])];
  const ownLabour = await tx.query<{ projectId: string }[]>(OWN_LABOUR, chosen);
  return projects.map((project) =>
    archiveOf({
      project,
      isOwnLabour: ownLabour.some(({ projectId }) => projectId === project.id),
      papers: papers.filter(({ projectId }) => projectId === project.id),
      minutesIds: minutes.flatMap(({ projectId, documentId }) =>
        projectId === project.id ? [documentId] : [],
      ),
    }),
  );
}
