import { DomainError } from '@lianxin/service-kit';

export class QueryTooLongError extends DomainError {
  readonly code = 'QUERY_TOO_LONG';
  constructor(max: number) {
    super({ en: `A query may have up to ${max} tokens.`, zh: `查询最多包含 ${max} 个词元。` }, { max });
  }
}

export class QueryTooDeepError extends DomainError {
  readonly code = 'QUERY_TOO_DEEP';
  constructor(max: number, depth: number) {
    super(
      {
        en: `A query may be ${max} fields deep, not ${depth}.`,
        zh: `查询最多嵌套 ${max} 层，当前为 ${depth} 层。`,
      },
      { max, depth },
    );
  }
}

export class TooManyAliasesError extends DomainError {
  readonly code = 'TOO_MANY_ALIASES';
  constructor(max: number, aliases: number) {
    super(
      {
        en: `A query may have up to ${max} aliases, not ${aliases}.`,
        zh: `查询最多使用 ${max} 个别名，当前为 ${aliases} 个。`,
      },
      { max, aliases },
    );
  }
}

export class TooManyFragmentsError extends DomainError {
  readonly code = 'TOO_MANY_FRAGMENTS';
  constructor(max: number, fragments: number) {
    super(
      {
        en: `A query may spread up to ${max} fragments, not ${fragments}.`,
        zh: `查询最多展开 ${max} 个片段，当前为 ${fragments} 个。`,
      },
      { max, fragments },
    );
  }
}

export class TooManyDirectivesError extends DomainError {
  readonly code = 'TOO_MANY_DIRECTIVES';
  constructor(max: number, directives: number) {
    super(
      {
        en: `A query may have up to ${max} directives, not ${directives}.`,
        zh: `查询最多使用 ${max} 个指令，当前为 ${directives} 个。`,
      },
      { max, directives },
    );
  }
}

export class QueryTooComplexError extends DomainError {
  readonly code = 'QUERY_TOO_COMPLEX';
  constructor(max: number, cost: number) {
    super(
      {
        en: `A query may cost up to ${max}, not ${cost}: ask for smaller pages or fewer lists within lists.`,
        zh: `查询代价上限为 ${max}，当前为 ${cost}：请减小分页或减少嵌套列表。`,
      },
      { max, cost },
    );
  }
}
