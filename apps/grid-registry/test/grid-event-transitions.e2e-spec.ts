import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { GRID_EVENT_STATES } from '@lianxin/contracts';
import type { TestClient } from '@lianxin/testing';
import { TRANSITIONS } from '../src/grid-events/grid-event.transitions.js';
import type {
  GridEventState,
  Transition,
  TransitionName,
} from '../src/grid-events/grid-event.transitions.js';
import { STEPS } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';
import { storeEvents } from './stored-events.builder.js';
import type { StoredEvent } from './stored-events.builder.js';

const NOTE = { note: '情况说明' };
const REQUESTED_DUE_AT = '2026-03-13T00:00:00.000Z';

const CALLED_ID = randomUUID();
const AWAITED_ID = randomUUID();
/** Steps of a joint response: their events await a department. */
const OF_A_CALL: ReadonlySet<string> = new Set(['answerJointResponse', 'releaseFromJointResponse']);
/** What everything that is merged here is merged into. */
const MAIN_ID = randomUUID();

const INPUTS = {
  accept: {},
  refuse: NOTE,
  escalate: NOTE,
  dispatch: { level: 'TOWNSHIP' },
  start: {},
  return: NOTE,
  reportDone: NOTE,
  verify: NOTE,
  failVerification: NOTE,
  notifyResult: NOTE,
  followUp: { isReached: false },
  close: {},
  reopen: NOTE,
  urge: NOTE,
  requestExtension: { ...NOTE, dueAt: REQUESTED_DUE_AT },
  decideExtension: { ...NOTE, isGranted: true },
  standDown: NOTE,
  callJointResponse: { ...NOTE, departments: [{ departmentId: CALLED_ID }] },
  answerJointResponse: { ...NOTE, isDone: true },
  releaseFromJointResponse: { ...NOTE, departmentId: AWAITED_ID },
  addOutsideNumber: { system: 'HOTLINE_12345' },
  recordMediationConsent: { ...NOTE, isConsented: true },
  tellProcedure: { ...NOTE, window: '区政务服务大厅3号窗口' },
  handOver: { ...NOTE, recipient: 'PETITION_OFFICE' },
  appealRefusal: NOTE,
  upholdRefusal: NOTE,
  overturnRefusal: NOTE,
  changeRating: { isSolved: true, isSatisfied: true },
  merge: { ...NOTE, intoGridEventId: MAIN_ID },
  unmerge: NOTE,
} satisfies Partial<Record<TransitionName, Record<string, unknown>>>;

/** `reopenRefusal` is what `reopenGridEvent` does to a refused event. */
type Step = keyof typeof INPUTS;
const STEPS_OF_A_LIFE = Object.keys(INPUTS) as Step[];

/** What the row says besides, where a step asks for more than a state. */
const ROWS: Partial<Record<Step, Partial<StoredEvent>>> = {
  recordMediationConsent: { kind: 'MEDIATION' },
  tellProcedure: { kind: 'APPROVAL' },
  standDown: { kind: 'EMERGENCY' },
  changeRating: { is_reached: true, is_solved: true, is_satisfied: false },
};

const documentOf = (step: Step): string => STEPS[step === 'notifyResult' ? 'notify' : step];
const transitionOf = (step: Step, state: GridEventState): Transition =>
  TRANSITIONS[step === 'reopen' && state === 'REFUSED' ? 'reopenRefusal' : step];
const isAllowed = (step: Step, state: GridEventState): boolean =>
  transitionOf(step, state).from.includes(state);

describe('the table of transitions', () => {
  let place: Place;
  let everyPost: TestClient;
  let reporter: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    everyPost = await place.service.signIn(
      { role: Role.GRID_WORKER, areaCode: GRID },
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
      { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
      { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: AWAITED_ID },
    );
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties)
       VALUES ($1, 'water', '水利局', '${COUNTY}', '{HAZARD}'), ($2, 'transport', '交通运输局', '${COUNTY}', '{HAZARD}')`,
      [CALLED_ID, AWAITED_ID],
    );
    reporter = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    await storeEvents(place.service, [{ id: MAIN_ID, state: 'REPORTED' }]);
  });
  afterAll(() => place.service.stop());

  /** Events in these states, so that no step depends on another. */
  async function eventsIn(step: Step, states: readonly GridEventState[]): Promise<StoredEvent[]> {
    const awaited = OF_A_CALL.has(step) ? [AWAITED_ID] : [];
    const events = await storeEvents(
      place.service,
      states.map((state) => ({
        state,
        level: 'TOWNSHIP',
        dispatcher_id: everyPost.subject,
        merged_into_id: state === 'MERGED' ? MAIN_ID : null,
        requested_due_at: REQUESTED_DUE_AT,
        department_ids: awaited,
        awaited_department_ids: awaited,
        reporter_id: reporter.subject,
        refused_at_level: 'TOWNSHIP',
        ...ROWS[step],
      })),
    );
    await place.service.sql(
      `INSERT INTO joint_response_assignment (id, grid_event_id, department_id, called_at, due_at, policy_version)
       SELECT gen_random_uuid(), e.id, d.id, e.reported_at, e.due_at, 'test'
         FROM grid_event e, unnest(e.awaited_department_ids) AS d (id) WHERE e.id = ANY($1)`,
      [events.map(({ id }) => id)],
    );
    return events;
  }

  /** Every post takes every step, but what is the reporter's own, and asking how it was: that is for nobody who handled it. */
  const whoTakes = (step: Step): TestClient => {
    if (step === 'appealRefusal' || step === 'changeRating') return reporter;
    return step === 'followUp' ? place.county : everyPost;
  };

  /** Everything that a command may write. */
  const everything = (): Promise<unknown[]> =>
    place.service.sql(`SELECT (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM grid_event e) AS events,
      (SELECT count(*) FROM journal_entry) AS entries, (SELECT count(*) FROM outbox) AS outbox,
      (SELECT jsonb_agg(to_jsonb(a) ORDER BY id) FROM joint_response_assignment a) AS assignments,
      (SELECT count(*) FROM outside_number) AS numbers, (SELECT count(*) FROM command_request) AS requests, (SELECT count(*) FROM notification) AS notifications,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY area_id, month) FROM grid_event_tally t) AS tallies`);

  const input = (step: Step, event: StoredEvent): Record<string, unknown> => ({
    input: {
      requestId: randomUUID(),
      gridEventId: event.id,
      ...INPUTS[step],
      ...(step === 'addOutsideNumber' && { number: event.id }),
    },
  });

  it.each(STEPS_OF_A_LIFE)('allows %s from each of its states and records it', async (step) => {
    for (const event of await eventsIn(
      step,
      GRID_EVENT_STATES.filter((state) => isAllowed(step, state)),
    )) {
      const { to, event: definition } = transitionOf(step, event.state as GridEventState);
      const { answer } = await whoTakes(step).get<{ answer: EventAnswer }>(
        documentOf(step),
        input(step, event),
      );
      expect(answer.state).toBe(to ?? event.state);
      const entries = await place.service.sql(
        `SELECT type, data->>'fromState' AS from, data->>'toState' AS to FROM journal_entry WHERE aggregate_id = $1`,
        [event.id],
      );
      const { type } = definition;
      expect(entries).toEqual([{ type, from: event.state, to: to ?? event.state }]);
    }
  });

  it.each(STEPS_OF_A_LIFE)(
    'refuses %s from every other state, naming both, and leaves no trace',
    async (step) => {
      const events = await eventsIn(
        step,
        GRID_EVENT_STATES.filter((state) => !isAllowed(step, state)),
      );
      const before = await everything();
      for (const event of events) {
        expect(await whoTakes(step).refused(documentOf(step), input(step, event))).toEqual({
          code: 'ILLEGAL_TRANSITION',
          details: { step, from: event.state, to: TRANSITIONS[step].to ?? event.state },
        });
      }
      expect(await everything()).toEqual(before);
    },
  );

  it('reaches every state, and leaves only those that are an end', () => {
    const reached = new Set<string>(Object.values<Transition>(TRANSITIONS).flatMap(({ to }) => to ?? []));
    expect([...GRID_EVENT_STATES].filter((state) => !reached.has(state))).toEqual([]);
    const moves = Object.values<Transition>(TRANSITIONS).filter(({ to }) => to !== null);
    const left = new Set<string>(moves.flatMap(({ from }) => from));
    expect([...GRID_EVENT_STATES].filter((state) => !left.has(state))).toEqual([]);
  });
});
