import { DomainError } from '@lianxin/service-kit';

/** A service behind the gateway does not answer; what it does not own is answered all the same. */
export class SubgraphUnavailableError extends DomainError {
  readonly code = 'SUBGRAPH_UNAVAILABLE';
  constructor(subgraph: string) {
    super(
      { en: `${subgraph} does not answer at the moment.`, zh: `${subgraph} 服务暂时无法响应。` },
      { subgraph },
    );
  }
}

export class MethodNotAllowedError extends DomainError {
  readonly code = 'METHOD_NOT_ALLOWED';
  constructor(method: string) {
    super(
      { en: `The graph is asked by POST, not ${method}.`, zh: `请使用 POST 方法查询，而不是 ${method}。` },
      { method },
    );
  }
}

export class RequestTooLargeError extends DomainError {
  readonly code = 'REQUEST_TOO_LARGE';
  constructor(maxBytes: number) {
    super(
      { en: `A request may have up to ${maxBytes} bytes.`, zh: `请求最大为 ${maxBytes} 字节。` },
      { maxBytes },
    );
  }
}

export class MalformedRequestError extends DomainError {
  readonly code = 'MALFORMED_REQUEST';
  constructor() {
    super({
      en: 'The request is not a JSON object sent as application/json.',
      zh: '请求须为 application/json 格式的 JSON 对象。',
    });
  }
}

/** The code that clients know to send the whole query after. */
export class PersistedQueryNotSupportedError extends DomainError {
  readonly code = 'PERSISTED_QUERY_NOT_SUPPORTED';
  constructor() {
    super({
      en: 'Persisted queries are not kept: send the query.',
      zh: '不支持持久化查询，请发送完整查询。',
    });
  }
}

export class IdentityProviderUnavailableError extends DomainError {
  readonly code = 'IDENTITY_PROVIDER_UNAVAILABLE';
  constructor() {
    super({ en: 'Tokens cannot be verified at the moment.', zh: '暂时无法验证访问令牌。' });
  }
}

/** Subscriptions have transports of their own. */
export class SubscriptionNeedsStreamError extends DomainError {
  readonly code = 'SUBSCRIPTION_NEEDS_STREAM';
  constructor() {
    super({
      en: 'Subscribe over WebSocket (graphql-transport-ws) at /graphql, or as an event stream at /graphql/stream.',
      zh: '订阅请使用 /graphql 的 WebSocket（graphql-transport-ws）或 /graphql/stream 的事件流。',
    });
  }
}
