/** What the story asks of the graph. */

const EVENT = 'id state level areaCode dueAt department { code name }';

/** A mutation that answers the event it changed. */
export const step = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { ${EVENT} } }`;

export interface EventAnswer {
  id: string;
  state: string;
  level: string;
  areaCode: string;
  dueAt: string;
  department: { code: string; name: string } | null;
}

export const GRID_EVENT = `query ($id: ID!) { gridEvent(id: $id) { ${EVENT} } }`;

export const PLACE_OF_NOW = `query ($areaCode: String!) { gridEventFeed(areaCode: $areaCode, first: 1) { endCursor } }`;

export const SUBSCRIPTION = `subscription ($areaCode: String!, $after: String) {
  gridEventChanged(areaCode: $areaCode, categories: [HAZARD], after: $after) { cursor transition role gridEvent { id } }
}`;

/** A dashboard in one query: place, events and counts from one service, indicators from another. */
export const DASHBOARD = `query ($code: String!, $year: Int!, $from: String!, $to: String!) {
  area(code: $code) {
    name
    gridEvents(first: 20) { edges { node { id state level } } }
    gridEventStatistics(from: $from, to: $to) { total overdue }
    indicators(year: $year) { code }
  }
}`;

export interface DashboardAnswer {
  area: {
    name: string;
    gridEvents: { edges: { node: { id: string; state: string; level: string } }[] };
    gridEventStatistics: { total: number; overdue: number };
    indicators: { code: string }[];
  };
}

export const DEPARTMENTS = `query ($areaCode: String!) { departments(areaCode: $areaCode) { id code name } }`;

export const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { field words } }`;

export const MY_NOTIFICATIONS = `{ myNotifications(first: 20) { edges { node { kind gridEvent { id state } } } } }`;

export const MY_DISCLOSURES = `{ myDisclosures(first: 20) { edges { node { gridEventId role purpose } } } }`;

export const HISTORY = `query ($id: ID!) {
  gridEvent(id: $id) { history { sequence transition role fromState toState hasWords hash } }
}`;

export interface HistoryAnswer {
  gridEvent: {
    history: {
      sequence: number;
      transition: string;
      role: string;
      fromState: string | null;
      toState: string;
      hasWords: boolean;
      hash: string;
    }[];
  };
}

export const INDICATORS = `query ($code: String!, $year: Int!) {
  area(code: $code) { indicators(year: $year) { code parts { code numerator denominator ratio notApplicableBecause } } }
}`;

export interface IndicatorsAnswer {
  area: {
    indicators: {
      code: string;
      parts: {
        code: string;
        numerator: number;
        denominator: number;
        ratio: number | null;
        notApplicableBecause: string | null;
      }[];
    }[];
  };
}

export const RECORDS = `query ($code: String!, $year: Int!, $after: String) {
  area(code: $code) { indicators(year: $year) { code parts { code
    records(role: NUMERATOR, first: 100, after: $after) {
      edges { node { countedBecause dueAt doneAt gridEvent { id state } village { code name } } }
      pageInfo { hasNextPage endCursor }
    } } } }
}`;

export interface RecordAnswer {
  countedBecause: string;
  dueAt: string;
  doneAt: string | null;
  gridEvent: { id: string; state: string };
  village: { code: string; name: string };
}

export interface RecordsAnswer {
  area: {
    indicators: {
      code: string;
      parts: {
        code: string;
        records: {
          edges: { node: RecordAnswer }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
      }[];
    }[];
  };
}
