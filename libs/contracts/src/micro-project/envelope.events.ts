import { z } from 'zod';
import { defineEvent } from '../event.js';
import { areaCode, day, digest, instant } from '../fields.js';
import { amountInFen, DECIDING_BODIES, meetingFacts, QUOTA_CLASSES } from './vocabulary.js';

const envelopes = { service: 'micro-project', aggregate: 'envelope' };
const bodies = { service: 'micro-project', aggregate: 'body' };
const documents = { service: 'micro-project', aggregate: 'document' };

const place = { villageCode: areaCode, year: z.int() };
const quotaClass = z.enum(QUOTA_CLASSES).describe('"1" or "N" (额度类别).');
const limitFen = amountInFen.describe('What may be held of it after this, in fen.');

export const EnvelopeOpened = defineEvent(
  envelopes,
  'EnvelopeOpened',
  { ...place, largerFen: amountInFen, smallFen: amountInFen, at: instant },
  { description: "A village's quota of a year was opened (年度额度), S0-04, S0-05." },
);
export const EnvelopeLimitChanged = defineEvent(
  envelopes,
  'EnvelopeLimitChanged',
  { ...place, quotaClass, limitFen, at: instant },
  { description: 'The township set another quota (额度调整).' },
);
export const EnvelopeRaised = defineEvent(
  envelopes,
  'EnvelopeRaised',
  { ...place, quotaClass, raisedByFen: amountInFen, limitFen, ...meetingFacts, at: instant },
  { description: "The township's Party committee made an exception in principle (原则外追加额度), S0-05." },
);
export const QuotaTransferred = defineEvent(
  envelopes,
  'QuotaTransferred',
  {
    ...place,
    quotaClass,
    transferId: z.uuid().describe('Told once of the giving and once of the receiving village.'),
    otherVillageCode: areaCode,
    isGiving: z.boolean(),
    amountFen: z.int().positive().describe('In fen (分).'),
    limitFen,
    at: instant,
  },
  { description: 'The township moved quota between two of its villages (统筹调剂), S0-06.' },
);
export const OpenCommitmentsListed = defineEvent(
  envelopes,
  'OpenCommitmentsListed',
  {
    ...place,
    listedOn: day,
    projectIds: z.array(z.uuid()).max(500).describe('Of what is open, the 500 largest at most.'),
    openFen: amountInFen.describe('What is promised and not yet accounted for, in fen.'),
    at: instant,
  },
  { description: 'What was still promised on 1 December was listed (年末未结承诺).' },
);

export const BodyMembersSet = defineEvent(
  bodies,
  'BodyMembersSet',
  {
    areaCode,
    body: z.enum(DECIDING_BODIES).describe('The body (议事机构).'),
    memberCount: z.int().positive(),
    from: day,
    at: instant,
  },
  { description: 'Who belongs to a deciding body from a day on (议事机构成员).' },
);

const FIRST_PURPOSES = [
  'MINUTES',
  'DESIGN',
  'BUDGET',
  'NOTICE',
  'CONTRACT',
  'COMPARISON',
  'PROGRESS',
  'VOUCHER',
  'WAGE_LIST',
  'ACCEPTANCE',
  'SURVEY',
  'FINAL_ACCOUNT',
  'AUDIT',
  'CHECK',
  'OTHER',
] as const;
export const DOCUMENT_PURPOSES = [...FIRST_PURPOSES, 'RESOLUTION'] as const;

/** S0-24: a recorded fact, a scan with signatures and a scan with a seal are told apart. */
export const DOCUMENT_FORMS = ['RECORD', 'SIGNED_SCAN', 'SEALED_SCAN'] as const;

const addedTo = { areaCode, projectId: z.uuid().nullable() };
const added = {
  form: z.enum(DOCUMENT_FORMS).describe('Recorded, scanned signed or scanned sealed (材料形式).'),
  bytes: z.int().positive(),
  digestAlgorithm: z.enum(['SHA-256']),
  digest,
  at: instant,
};
const purposeOf = <const Purposes extends readonly string[]>(purposes: Purposes) =>
  z.enum(purposes).describe('What it shows (材料类别).');
const addedDescription = 'A document was added to the archive (归档材料), S0-24.';

export const DocumentAdded = defineEvent(
  documents,
  'DocumentAdded',
  { ...addedTo, purpose: purposeOf(DOCUMENT_PURPOSES), ...added },
  { version: 2, description: addedDescription },
);

/** As it was before resolutions had their paper. */
export const DocumentAddedV1 = defineEvent(
  documents,
  'DocumentAdded',
  { ...addedTo, purpose: purposeOf(FIRST_PURPOSES), ...added },
  { isRetired: true, description: addedDescription },
);
export const DocumentOpened = defineEvent(
  documents,
  'DocumentOpened',
  { areaCode, projectId: z.uuid().nullable(), at: instant },
  { description: 'Somebody opened a document (查阅材料).' },
);
