import type { Person } from '../person.js';
import { expect, StoryError } from '../storyteller.js';
import { tell } from '../telling.js';
import { BEGIN_DOCUMENT, COMPLETE_DOCUMENT } from './documents.js';
import type { Stage } from './stage.js';

export interface Paper {
  readonly purpose: string;
  readonly form: 'RECORD' | 'SIGNED_SCAN' | 'SEALED_SCAN';
  /** The village, township or county that it belongs to; the project unless told. */
  readonly areaCode?: string;
  readonly text: string;
}

/** An empty page: the smallest PDF that readers open. */
const PAGE = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
  'trailer<</Root 1 0 R>>',
  'startxref',
  '0',
  '%%EOF',
].join('\n');

/** Somebody scans a paper into the archive. @returns the document's id */
export function scan(stage: Stage, person: Person, paper: Paper): Promise<string> {
  const { purpose, form, areaCode, text } = paper;
  return tell(stage, person, 'completeMicroProjectDocument', async () => {
    const place = areaCode ? { areaCode } : { projectId: stage.projectId };
    const upload = await person.command<{ id: string; uploadPath: string }>(
      BEGIN_DOCUMENT,
      'beginMicroProjectDocument',
      { ...place, purpose, form, bytes: Buffer.byteLength(PAGE) },
    );
    await send(person, upload.uploadPath);
    const name = 'completeMicroProjectDocument';
    const document = await person.command<{ id: string; purpose: string; form: string }>(
      COMPLETE_DOCUMENT,
      name,
      { uploadId: upload.id },
    );
    expect('the document', [document.purpose, document.form], [purpose, form]);
    return { text, found: { documentId: document.id, purpose, form }, answer: document.id };
  });
}

/** By tus, in one piece. */
async function send(person: Person, path: string): Promise<void> {
  const response = await fetch(`${person.address.gatewayUrl}${path}`, {
    method: 'PATCH',
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      'content-type': 'application/offset+octet-stream',
    },
    body: PAGE,
  });
  if (response.status !== 204) throw new StoryError(`expected 204 from an upload, got ${response.status}`);
}
