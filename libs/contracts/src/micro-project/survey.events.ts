import { z } from 'zod';
import { defineEvent } from '../event.js';
import { areaCode, instant } from '../fields.js';

/** Of a single answer nothing is told, not even that there was one. */
const surveys = { service: 'micro-project', aggregate: 'survey' };

const survey = { villageCode: areaCode, projectId: z.uuid() };

export const SurveySlipsPrinted = defineEvent(
  surveys,
  'SurveySlipsPrinted',
  {
    ...survey,
    count: z.int().positive().describe('How many this time.'),
    printedCount: z.int().positive().describe('How many in all.'),
    at: instant,
  },
  { description: 'Paper slips of a survey were printed (印制纸质问卷), S0-20.' },
);
export const SurveyCommentsOpened = defineEvent(
  surveys,
  'SurveyCommentsOpened',
  { ...survey, at: instant },
  { description: 'Somebody read the comments of a closed survey (查阅测评意见).' },
);
