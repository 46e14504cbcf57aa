import { definePolicy, type PolicyDefinition } from '../define-policy.js';
import { clockDuration, dayDuration } from '../policy-shape.js';

const since = '2020-01-01';
const editors: PolicyDefinition['overridableBy'] = [{ role: 'POLICY_EDITOR', levels: ['COUNTY'] }];

/** How changes are sent to departments' endpoints. The sources ask for sharing with departments and name no number. */
export const webhookPolicies = [
  definePolicy({
    key: 'webhook.secret.overlap',
    unit: 'clock time',
    shape: clockDuration,
    defaults: [{ from: since, value: { amount: 24, unit: 'clockHours' } }],
    source: 'ours',
    serves: [],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'clockMinutes' },
    ceiling: { amount: 168, unit: 'clockHours' },
    description: {
      en: 'Time for which a replaced secret of a webhook still signs beside the new one.',
      zh: '推送密钥更换后，旧密钥与新密钥并用签名的时间。',
    },
  }),
  definePolicy({
    key: 'webhook.failure.suspension',
    unit: 'clock time',
    shape: clockDuration,
    defaults: [{ from: since, value: { amount: 24, unit: 'clockHours' } }],
    source: 'ours',
    serves: [],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'clockHours' },
    ceiling: { amount: 336, unit: 'clockHours' },
    description: {
      en: 'Time of failures without a success after which a webhook is suspended until somebody resumes it.',
      zh: '推送连续失败达到该时间后暂停，待人工恢复。',
    },
  }),
  definePolicy({
    key: 'webhook.delivery-log.retention',
    unit: 'days',
    shape: dayDuration,
    defaults: [{ from: since, value: { amount: 30, unit: 'calendarDays' } }],
    source: 'ours',
    serves: [],
    binds: 'BOTH',
    overridableBy: editors,
    floor: { amount: 1, unit: 'calendarDays' },
    ceiling: { amount: 365, unit: 'calendarDays' },
    description: {
      en: 'Days for which the delivery log of a webhook is kept.',
      zh: '推送投递日志的保存天数。',
    },
  }),
] as const;
