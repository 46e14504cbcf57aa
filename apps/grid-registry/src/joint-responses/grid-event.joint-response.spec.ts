import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { ReportedEvent } from '../grid-events/entity/grid-event.entity.js';

const AT = new Date('2026-03-02T02:00:00Z');
const COUNTY = '361104';
const DEPARTMENTS = ['water', 'housing', 'transport'] as const;

function anEvent(over: Partial<ReportedEvent> = {}): GridEvent {
  const event = GridEvent.report({
    id: '0198f3a0-0000-7000-8000-000000000001',
    areaId: 6,
    areaCode: '361104111001001',
    category: 'HAZARD',
    kind: 'GENERAL',
    source: 'PATROL',
    outsideReference: null,
    urgency: 'ROUTINE',
    level: 'TOWNSHIP',
    reporterId: 'reporter',
    proxyId: null,
    proxyRelation: null,
    proxyAuthority: null,
    keyerId: null,
    isKeyedInOffice: false,
    channel: 'APP',
    answerBy: 'APP',
    confidentiality: 'OPEN',
    concernedAreaCode: null,
    concernedDepartmentIds: [],
    concernedIds: [],
    departmentIds: [],
    restrictedTo: null,
    restrictedAreaId: null,
    slipNumber: null,
    reporterRole: 'GRID_WORKER',
    reportedAt: AT,
    dueAt: new Date('2026-03-09T15:59:59.999Z'),
    policyVersion: 'test',
    ...over,
  });
  event.accept(AT);
  return event;
}

const call = (event: GridEvent, ids: readonly string[], maxDepartments = 20): void =>
  event.callJointResponse({
    departments: ids.map((id) => ({ id, areaCode: COUNTY })),
    callerId: 'caller',
    maxDepartments,
  });

describe('a joint response', () => {
  it('is refused, and changes nothing, for what police and civil affairs alone may know of', () => {
    const event = anEvent({ restrictedTo: `P${COUNTY}111001`, departmentIds: ['police'] });
    const before = { ...event };
    expect(() => call(event, ['police'])).toThrow(expect.objectContaining({ code: 'CONCERNED_BODY' }));
    expect({ ...event }).toEqual(before);
  });

  it('is refused for the departments of an area that is complained of', () => {
    const event = anEvent({ concernedAreaCode: COUNTY, restrictedTo: `D${COUNTY}` });
    expect(() => call(event, ['water'])).toThrow(expect.objectContaining({ code: 'CONCERNED_BODY' }));
  });

  it('is done when everybody who was called has finished or was released, in whatever order, and never before', () => {
    const answers = fc.shuffledSubarray([...DEPARTMENTS], { minLength: DEPARTMENTS.length });
    fc.assert(
      fc.property(answers, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (order, releases) => {
        const event = anEvent();
        call(event, DEPARTMENTS);
        order.forEach((department, index) => {
          const open = order.slice(index);
          expect([...event.awaitedDepartmentIds].sort()).toEqual([...open].sort());
          expect(() => event.reportDone('handler', AT)).toThrow(
            expect.objectContaining({ code: 'JOINT_RESPONSE_OPEN' }),
          );
          if (releases[index]) event.releaseFromJointResponse(department, false);
          else event.answerJointResponse(department, `officer of ${department}`, true);
        });
        event.reportDone('handler', AT);
        const answered = order.filter((_each, index) => !releases[index]);
        expect([...event.departmentIds].sort()).toEqual([...answered].sort());
        expect([...event.handlerIds].sort()).toEqual(
          ['handler', ...answered.map((department) => `officer of ${department}`)].sort(),
        );
      }),
    );
  });

  it('is with no more departments at a time than policy allows', () => {
    const event = anEvent();
    call(event, ['water', 'housing'], 2);
    const invalid = expect.objectContaining({ code: 'JOINT_RESPONSE_DEPARTMENTS_INVALID' });
    expect(() => call(event, ['transport'], 2)).toThrow(invalid);
    event.answerJointResponse('water', 'officer', true);
    call(event, ['transport'], 2);
    expect(event.awaitedDepartmentIds).toEqual(['housing', 'transport']);
  });
});
