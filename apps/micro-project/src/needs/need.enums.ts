import { NEED_PRIORITIES, NEED_STATES } from '@lianxin/contracts';
import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';

export const NeedStateEnum = enumOf(NEED_STATES);
registerEnumType(NeedStateEnum, {
  name: 'NeedState',
  description: 'Where a need stands (需求状态).',
  valuesMap: {
    SUBMITTED: { description: 'Open: the two committees are to discuss it (待研究).' },
    CANDIDATE: { description: 'In the pool of candidates (备选事项).' },
    DECLINED: { description: 'Declined with a reason (不予采纳).' },
    TAKEN: { description: 'A project answers it (已列入项目).' },
    WITHDRAWN: { description: 'Taken back by whoever asked for it (已撤回).' },
  },
});

export const NeedPriorityEnum = enumOf(NEED_PRIORITIES);
registerEnumType(NeedPriorityEnum, {
  name: 'NeedPriority',
  description: 'How pressing the two committees found a need (轻重缓急), S0-10.',
  valuesMap: {
    URGENT: { description: 'Urgent (特急).' },
    HIGH: { description: 'Pressing (急).' },
    NORMAL: { description: 'Ordinary (一般).' },
    LOW: { description: 'Can wait (可缓).' },
  },
});
