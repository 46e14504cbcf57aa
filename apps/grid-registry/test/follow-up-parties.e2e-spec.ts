import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { FollowUpStage, NOTE, REACHED } from './follow-up.stage.js';
import { anEventAfter, refusal, take } from './grid-event.builder.js';
import type { StepName } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

describe('following up a grid event', () => {
  let place: Place;
  let stage: FollowUpStage;

  beforeAll(async () => {
    place = await startGridRegistry();
    stage = new FollowUpStage(place);
  });
  afterAll(() => place.service.stop());

  describe('is refused to', () => {
    const command = { role: Role.COUNTY_COMMAND, areaCode: COUNTY };
    const asCommand = async (who: TestClient): Promise<TestClient> => {
      const { myGrants } = await who.get<{ myGrants: { id: string; role: string }[] }>(
        `{ myGrants { id role } }`,
      );
      const grant = myGrants.find(({ role }) => role === 'COUNTY_COMMAND');
      return who.with({ 'lianxin-acting-grant': grant?.id ?? '' });
    };
    const refusedTo = async (who: TestClient, gridEventId: string): Promise<void> => {
      for (const each of [who, await asCommand(who)]) {
        expect(await refusal(each, 'followUp', { gridEventId, ...REACHED })).toBe('FOLLOW_UP_BY_PARTY');
        expect(await stage.revealing(each, gridEventId, 'FOLLOW_UP')).toBe('FOLLOW_UP_BY_PARTY');
      }
    };

    it.each([
      ['accepted', 'accept', {}],
      ['verified', 'verify', NOTE],
      ['notified', 'notify', NOTE],
    ] as const)('who %s it as township, though the post is gone since', async (_what, step, input) => {
      const both = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP }, command);
      const { myGrants } = await both.get<{ myGrants: { id: string; role: string }[] }>(
        `{ myGrants { id role } }`,
      );
      const townshipGrant = myGrants.find(({ role }) => role === 'TOWNSHIP_OFFICER')?.id ?? '';
      const asTownship = both.with({ 'lianxin-acting-grant': townshipGrant });
      const before: Record<string, StepName> = { accept: 'report', verify: 'reportDone', notify: 'verify' };
      const { id } = await anEventAfter(place, before[step] ?? 'report');
      if (step === 'verify')
        await place.service.sql(`UPDATE grid_event SET dispatcher_id = $2 WHERE id = $1`, [id, both.subject]);
      await take(asTownship, step, { gridEventId: id, ...input });
      await place.service.sql(`UPDATE grid_event SET state = 'RESULT_NOTIFIED' WHERE id = $1`, [id]);
      await place.service.sql(`UPDATE access_grant SET revoked_at = now(), revoked_by = $2 WHERE id = $1`, [
        townshipGrant,
        both.subject,
      ]);
      await refusedTo(both.with({ 'lianxin-acting-grant': '' }), id);
    });

    it.each([
      ['grid', { role: Role.GRID_WORKER, areaCode: GRID }],
      ['village', { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE }],
      ['township', { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP }],
    ])('whoever holds an office of its %s, under the post of the command centre too', async (_what, post) => {
      const { id } = await anEventAfter(place, 'notify');
      await refusedTo(await place.service.signIn(post, command), id);
    });

    it('whoever is of the department that handled it', async () => {
      const { id } = await anEventAfter(place, 'notify');
      const { departmentId } = place;
      const post = { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId };
      await refusedTo(await place.service.signIn(post, command), id);
    });

    it('whoever is of the department that handled what it was merged into', async () => {
      const main = await stage.report(place.resident);
      const merged = await stage.report(place.volunteer);
      await take(place.township, 'merge', {
        gridEventId: merged.id,
        intoGridEventId: main.id,
        ...NOTE,
      });
      await stage.handle(main.id);
      const { departmentId } = place;
      const post = { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId };
      await refusedTo(await place.service.signIn(post, command), merged.id);
      await take(place.county, 'followUp', { gridEventId: merged.id, ...REACHED });
    });

    it('nobody of another township, and not to the centre that dispatched it', async () => {
      const { id } = await stage.report(place.resident);
      await take(place.county, 'accept', { gridEventId: id });
      await take(place.county, 'dispatch', { gridEventId: id, departmentId: place.departmentId });
      await take(place.department, 'reportDone', { gridEventId: id, ...NOTE });
      const worker = place.worker;
      await place.service.sql(`UPDATE grid_event SET state = 'RESULT_NOTIFIED' WHERE id = $1`, [id]);
      expect(await refusal(worker, 'followUp', { gridEventId: id, ...REACHED })).toBe('FORBIDDEN');
      const elsewhere = await place.service.signIn(command, {
        role: Role.TOWNSHIP_OFFICER,
        areaCode: '361104100',
      });
      await take(elsewhere, 'followUp', { gridEventId: id, isReached: false });
      expect((await take(place.county, 'followUp', { gridEventId: id, ...REACHED })).state).toBe(
        'FOLLOWED_UP',
      );
    });
  });

  it('is coached by nobody: who reported is closed to the scored once the result was told', async () => {
    const { id } = await stage.notified();
    for (const who of [place.township, place.villageOfficer]) {
      expect(await stage.revealing(who, id, 'RESULT_NOTIFICATION')).toBe('PURPOSE_NOT_OPEN');
      expect(await stage.revealing(who, id, 'HANDLING')).toBe('PURPOSE_NOT_OPEN');
      expect(await stage.revealing(who, id, 'FOLLOW_UP')).toBe('FORBIDDEN');
    }
  });
});
