import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, instant } from './fields.js';

/** A word of this platform. No list of them: a department's reader must live with a state that is new. */
const code = (what: string) =>
  z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .describe(what);

/**
 * A change of a grid event as one department may see it: the body of a webhook and the message of `dept.<name>.grid-events`.
 * It is made when it is sent, from the feed, and stands in no journal; so it has no sequence and no position, which would tell
 * a department how much there is that it may not see. It goes on from its cursor.
 */
export const DepartmentGridEventChanged = defineEvent(
  { service: 'grid-registry', aggregate: 'department-grid-event' },
  'DepartmentGridEventChanged',
  {
    transition: z
      .string()
      .regex(/^[A-Z][A-Za-z]*$/)
      .describe('What happened, e.g. GridEventDispatched.'),
    at: instant.describe('When.'),
    role: code('By which post; never who.'),
    cursor: z
      .string()
      .regex(/^[A-Za-z0-9_.-]+$/)
      .describe('Its place: feed, subscription and replay go on from here.'),
    gridEvent: z.object({
      id: z.uuid(),
      areaCode,
      category: code('The duty it falls under (事件类别).'),
      kind: code('Its kind (事件类型).'),
      source: code('Where it came from (事件来源).'),
      state: code('Where it stood when this was sent (状态).'),
      level: code('The level that has it in hand (办理层级).'),
      dueAt: instant.describe('The deadline (办理时限).'),
    }),
  },
  { description: 'A change of a grid event that the department may see (部门事件动态).' },
);

/** The envelope of what goes to departments: CloudEvents 1.0 without what only services may know. */
export const departmentEnvelopeSchema = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.uuid().describe('The same however often the change is sent, and whichever way.'),
  source: z.literal('/lianxin/grid-registry'),
  type: z.literal(DepartmentGridEventChanged.type),
  time: z.iso.datetime().describe('When it happened; decides nothing.'),
  subject: z.uuid().describe('The grid event, which is also the key of the message.'),
  datacontenttype: z.literal('application/json'),
  areacode: areaCode,
  data: DepartmentGridEventChanged.schema,
});

export type DepartmentEnvelope = z.infer<typeof departmentEnvelopeSchema>;

const TOPIC_PREFIX = 'dept.';

/**
 * Where a department's changes travel. Dots part the levels of a topic and no department's name has one, so that no name can
 * reach into another's topics.
 */
export const departmentTopicOf = (name: string): string => `${TOPIC_PREFIX}${name}.grid-events`;

/** Everything that is written for departments begins with this. */
export const DEPARTMENT_TOPICS = TOPIC_PREFIX;

/** The user under which a department signs in to the broker; its groups begin with this and a dot. */
export const departmentUserOf = (name: string): string => `dept-${name}`;
