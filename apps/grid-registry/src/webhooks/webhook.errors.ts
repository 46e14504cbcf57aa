import { DomainError } from '@lianxin/service-kit';
import type { LocalizedMessage } from '@lianxin/service-kit';

/** Why an address of an endpoint is not taken. */
const URL_FAULTS = {
  MALFORMED: { en: 'It is no absolute address.', zh: '不是完整的网址。' },
  TOO_LONG: { en: 'It is longer than 1,000 characters.', zh: '超过1000个字符。' },
  SCHEME: { en: 'It has to begin with https://.', zh: '须以 https:// 开头。' },
  CREDENTIALS: { en: 'It must not hold a user name or password.', zh: '网址中不得含有用户名或密码。' },
  FRAGMENT: { en: 'It must not have a fragment.', zh: '网址中不得含有片段（#）。' },
  PORT: { en: 'Its port is not open for webhooks.', zh: '该端口不允许用于推送。' },
  ADDRESS: { en: 'It leads to an address that is not public.', zh: '指向非公网地址。' },
} as const satisfies Record<string, LocalizedMessage>;
export type WebhookUrlFault = keyof typeof URL_FAULTS;

export class WebhookUrlRefusedError extends DomainError {
  readonly code = 'WEBHOOK_URL_REFUSED';
  constructor(fault: WebhookUrlFault) {
    const { en, zh } = URL_FAULTS[fault];
    super({ en: `This endpoint is not taken. ${en}`, zh: `该推送地址不可用：${zh}` }, { fault });
  }
}

export class TooManyWebhooksError extends DomainError {
  readonly code = 'TOO_MANY_WEBHOOKS';
  constructor(max: number) {
    super(
      { en: `A department has ${max} webhooks at most.`, zh: `每个部门最多设置${max}个推送地址。` },
      { max },
    );
  }
}

export class WebhookNotRunningError extends DomainError {
  readonly code = 'WEBHOOK_NOT_RUNNING';
  constructor() {
    super({ en: 'This webhook is not running.', zh: '该推送未在运行。' });
  }
}

export class WebhookRunningError extends DomainError {
  readonly code = 'WEBHOOK_RUNNING';
  constructor() {
    super({ en: 'This webhook is running already.', zh: '该推送已在运行。' });
  }
}
