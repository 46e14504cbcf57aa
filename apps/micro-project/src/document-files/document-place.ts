import { createHash } from 'node:crypto';
import type { DocumentForm, DocumentPurpose } from '../documents/documents.queries.js';

/** The archive that a document lies in: a project's, or an area's for what belongs to no single project. */
export interface DocumentPlace {
  readonly areaId: number;
  readonly areaCode: string;
  readonly projectId: string | null;
}

/**
 * Whose key opens the documents of an archive: the archive's own, never a person's. Erasing an official does not take public
 * records away.
 */
export function archiveIdOf({ projectId, areaId }: Pick<DocumentPlace, 'projectId' | 'areaId'>): string {
  if (projectId !== null) return projectId;
  const hex = createHash('sha256').update(`lianxin:micro-project.archive.${areaId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export interface DocumentLabel {
  readonly purpose: DocumentPurpose;
  readonly form: DocumentForm;
  readonly areaId: number;
  readonly isOfProject: boolean;
}

/** What an upload has to be told of the document that it becomes, as the one word that uploads keep for their owner. */
export const formatLabel = ({ purpose, form, areaId, isOfProject }: DocumentLabel): string =>
  [purpose, form, isOfProject ? 'PROJECT' : 'AREA', areaId].join(' ');

export function parseLabel(label: string): DocumentLabel {
  const [purpose, form, kind, areaId] = label.split(' ');
  return {
    purpose: purpose as DocumentPurpose,
    form: form as DocumentForm,
    areaId: Number(areaId),
    isOfProject: kind === 'PROJECT',
  };
}
