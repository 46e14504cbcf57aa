import {
  GRID_EVENT_KINDS,
  GRID_EVENT_SOURCES,
  GRID_EVENT_STATES,
  HANDLING_LEVELS,
  REVEAL_PURPOSES,
} from '@lianxin/contracts';
import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { URGENCIES } from './entity/grid-event.row.js';

export const GridEventKindEnum = enumOf(GRID_EVENT_KINDS);
registerEnumType(GridEventKindEnum, {
  name: 'GridEventKind',
  description: 'One of the four kinds of event, S3-16.',
  valuesMap: {
    GENERAL: { description: 'General (一般性): accepted on the spot and registered.' },
    MEDIATION: { description: 'Mediation (调解性): mediated and kept in the grid.' },
    EMERGENCY: { description: 'Emergency (突发性): reported at once.' },
    APPROVAL: { description: 'Approval (审批性): the procedure is told.' },
  },
});

export const GridEventSourceEnum = enumOf(GRID_EVENT_SOURCES);
registerEnumType(GridEventSourceEnum, {
  name: 'GridEventSource',
  description: 'Where an event came from, S1-27.',
  valuesMap: {
    PATROL: { description: 'A grid worker’s patrol (网格长巡查).' },
    SUPERIOR: { description: 'A superior body (上级交办).' },
    COUNTY_HEAD_MAILBOX: { description: 'County head’s mailbox (县长信箱).' },
    LINKAGE_110: { description: 'Linkage with 110 (110联动).' },
    HOTLINE_12345: { description: 'The 12345 hotline (12345热线).' },
    RESIDENT: { description: 'A resident (群众).' },
  },
});

export const GridEventStateEnum = enumOf(GRID_EVENT_STATES);
registerEnumType(GridEventStateEnum, {
  name: 'GridEventState',
  description: 'Where an event stands in its life.',
  valuesMap: {
    REPORTED: { description: 'Reported (已上报), waiting to be accepted.' },
    ACCEPTED: { description: 'Accepted (已受理), waiting to be dispatched.' },
    REFUSED: { description: 'Refused with a reason (不予受理).' },
    DISPATCHED: { description: 'Dispatched (已派件).' },
    UNDER_WAY: { description: 'Under way (办理中).' },
    REPORTED_DONE: { description: 'Reported done (办结待核查).' },
    VERIFIED: { description: 'Verified by somebody else (已核查).' },
    RESULT_NOTIFIED: { description: 'Result notified (已反馈).' },
    SETTLED_ON_THE_SPOT: { description: 'Settled on the spot and registered (现场办结).' },
    FOLLOWED_UP: { description: 'Followed up by the command centre (已回访).' },
    CLOSED: { description: 'Closed (已结案).' },
    REFUSAL_APPEALED: { description: 'Refused, and the next level is asked to look at it (申诉中).' },
    MERGED: { description: 'Joined to another one about the same matter (已合并).' },
    HANDED_OVER: { description: 'Handed to whoever is competent, with a receipt (已移送).' },
    PROCEDURE_TOLD: { description: 'The procedure was told and the competent window named (已告知程序).' },
    STOOD_DOWN: { description: 'There was no danger, or it is over (警情已解除).' },
  },
});

export const HandlingLevelEnum = enumOf(HANDLING_LEVELS);
registerEnumType(HandlingLevelEnum, {
  name: 'HandlingLevel',
  description: 'The level that has an event in hand.',
  valuesMap: {
    GRID: { description: 'Grid (网格).' },
    VILLAGE: { description: 'Village or community (村、社区).' },
    TOWNSHIP: { description: 'Township or street (乡镇、街道).' },
    COUNTY: { description: 'County (县、区).' },
  },
});

export const UrgencyEnum = enumOf(URGENCIES);
registerEnumType(UrgencyEnum, {
  name: 'Urgency',
  description: 'How pressing it is.',
  valuesMap: { ROUTINE: { description: 'Routine (一般).' }, URGENT: { description: 'Urgent (紧急).' } },
});

export const RevealPurposeEnum = enumOf(REVEAL_PURPOSES);
registerEnumType(RevealPurposeEnum, {
  name: 'RevealPurpose',
  description: 'What somebody needs people’s words for; recorded and shown to them.',
  valuesMap: {
    HANDLING: { description: 'To handle the event (办理).' },
    VERIFICATION: { description: 'To verify that it was done (核查).' },
    RESULT_NOTIFICATION: { description: 'To tell the reporter the result (反馈).' },
    FOLLOW_UP: { description: 'To do the follow-up (回访).' },
    AUDIT: { description: 'To audit (审计).' },
    OWN: { description: 'One’s own report (本人).' },
  },
});
