import { DomainError } from '@lianxin/service-kit';
import type { LocalizedMessage } from '@lianxin/service-kit';

export class SubscriptionsOnlyError extends DomainError {
  readonly code = 'SUBSCRIPTIONS_ONLY';
  constructor() {
    super({
      en: 'Only subscriptions are served here; send the rest to /graphql by POST.',
      zh: '此处仅提供订阅；其他操作请以 POST 发送至 /graphql。',
    });
  }
}

export class UnsupportedSubscriptionError extends DomainError {
  readonly code = 'UNSUPPORTED_SUBSCRIPTION';
  constructor(reason: string) {
    super({ en: `This subscription cannot be served: ${reason}.`, zh: '不支持该形式的订阅。' }, { reason });
  }
}

export type SubscriptionScope = 'gateway' | 'subject' | 'connection';

export class TooManySubscriptionsError extends DomainError {
  readonly code = 'TOO_MANY_SUBSCRIPTIONS';
  constructor(scope: SubscriptionScope, max: number) {
    super(
      { en: `There may be up to ${max} subscriptions open at once.`, zh: `同时最多可打开 ${max} 个订阅。` },
      { scope, max },
    );
  }
}

/** Why an open subscription ends other than by its subscriber's wish. */
export type ClosingCode = 'TOKEN_EXPIRED' | 'GRANT_REVOKED' | 'SLOW_SUBSCRIBER' | 'SERVICE_RESTARTING';

export const CLOSING_MESSAGES: Readonly<Record<ClosingCode, LocalizedMessage>> = {
  TOKEN_EXPIRED: {
    en: 'The access token has expired; go on from the cursor with a fresh one.',
    zh: '访问令牌已过期，请使用新令牌从游标处继续。',
  },
  GRANT_REVOKED: {
    en: 'A post you hold was revoked; go on from the cursor with those that remain.',
    zh: '您的岗位授权已被撤销，请凭其余岗位从游标处继续。',
  },
  SLOW_SUBSCRIBER: {
    en: 'Changes were not taken in time; go on from the cursor.',
    zh: '未能及时接收变更，请从游标处继续。',
  },
  SERVICE_RESTARTING: {
    en: 'The gateway is restarting; go on from the cursor.',
    zh: '网关正在重启，请从游标处继续。',
  },
};
