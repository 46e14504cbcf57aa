import { DepartmentGridEventChanged, departmentEnvelopeSchema } from '@lianxin/contracts';
import type { DepartmentEnvelope } from '@lianxin/contracts';
import type { FeedChange } from '../grid-event-views/grid-event-feed.js';

/** A change as it goes to a department, whichever way: ids and codes, and where to go on. @throws ZodError */
export function toDepartmentEnvelope({ entryId, event, at, ...change }: FeedChange): DepartmentEnvelope {
  return departmentEnvelopeSchema.parse({
    specversion: '1.0',
    id: entryId,
    source: '/lianxin/grid-registry',
    type: DepartmentGridEventChanged.type,
    time: at.toISOString(),
    subject: event.id,
    datacontenttype: 'application/json',
    areacode: event.areaCode,
    data: {
      transition: change.transition,
      at: at.toISOString(),
      role: change.role,
      cursor: change.cursor,
      gridEvent: {
        id: event.id,
        areaCode: event.areaCode,
        category: event.category,
        kind: event.kind,
        source: event.source,
        state: event.state,
        level: event.level,
        dueAt: new Date(event.dueAt).toISOString(),
      },
    },
  });
}
