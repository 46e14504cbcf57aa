/** What the chapter on trust asks of the graph, beside the documents of the first. */

export const REPORT = `mutation ($input: ReportGridEventInput!) {
  reportGridEvent(input: $input) { id state level areaCode isRestricted slip { number queryCode } warning { code } }
}`;

export interface ReportAnswer {
  id: string;
  state: string;
  level: string;
  areaCode: string;
  isRestricted: boolean;
  slip: { number: string; queryCode: string };
  warning: { code: string } | null;
}

export const OPEN_SLIP = `mutation ($slip: ReportSlipInput!) {
  openReportSlip(slip: $slip) { number state told { transition field words } looks { role purpose } }
}`;

export interface OpenedSlip {
  openReportSlip: {
    number: string;
    state: string;
    told: { transition: string; field: string; words: string | null }[];
    looks: { role: string; purpose: string }[];
  };
}

export const ANSWER_BY_SLIP = `mutation ($input: RateGridEventBySlipInput!) {
  answerGridEventFollowUpBySlip(input: $input) { number state }
}`;

export const EVENTS = `query ($filter: GridEventFilter, $after: String) {
  gridEvents(first: 100, filter: $filter, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } }
}`;

export const STATISTICS = `query ($areaCode: String!, $from: String!, $to: String!) {
  gridEventStatistics(areaCode: $areaCode, from: $from, to: $to) { total overdue isWithheld byState { state count } }
}`;

export interface StatisticsAnswer {
  gridEventStatistics: { total: number | null; overdue: number | null; byState: unknown[] };
}

export const FEED = `query ($areaCode: String!, $after: String) {
  gridEventFeed(areaCode: $areaCode, after: $after, first: 100) { changes { transition gridEvent { id } } endCursor hasMore }
}`;

export interface FeedAnswer {
  gridEventFeed: {
    changes: { transition: string; gridEvent: { id: string } }[];
    endCursor: string;
    hasMore: boolean;
  };
}

export const EMERGENCY_NOTICE = `query ($areaCode: String) { emergencyNotice(areaCode: $areaCode) { text numbers { number } } }`;

export const ALERTS = `query ($areaCode: String) {
  gridEventAlerts(areaCode: $areaCode, first: 100) { edges { node {
    id level raisedAt dueAt isOpen rungUpTo ringCount acknowledgedAt acknowledgedByRole gridEventId
  } } }
}`;

export interface Alert {
  id: string;
  level: string;
  raisedAt: string;
  dueAt: string;
  isOpen: boolean;
  rungUpTo: string | null;
  ringCount: number;
  acknowledgedByRole: string | null;
  gridEventId: string;
}

export const ACKNOWLEDGE = `mutation ($input: AcknowledgeGridEventAlertInput!) {
  acknowledgeGridEventAlert(input: $input) { id level isOpen rungUpTo acknowledgedByRole }
}`;

export const DUPLICATES = `query ($areaCode: String!, $text: String!) {
  likelyGridEventDuplicates(areaCode: $areaCode, category: SANITATION, text: $text, first: 20) { category areaCode state gridEvent { id } }
}`;

export interface Duplicate {
  category: string;
  areaCode: string;
  state: string;
  gridEvent: { id: string } | null;
}

export const MERGED = `query ($id: ID!) { gridEvent(id: $id) { state mergedReports { id state followUps { isReached isSolved isSatisfied } } } }`;

export const DEFINE_WEBHOOK = `mutation ($input: DefineWebhookInput!) { defineWebhook(input: $input) { secret webhook { id status } } }`;

export const REMOVE_WEBHOOK = `mutation ($input: WebhookInput!) { removeWebhook(input: $input) { id status } }`;

export const DELIVERIES = `query ($id: ID!) { webhook(id: $id) { status failureCount deliveries(first: 50) { edges { node {
  eventId gridEventId attempt outcome statusCode
} } } } }`;

export interface Delivery {
  eventId: string;
  gridEventId: string;
  attempt: number;
  outcome: string;
  statusCode: number | null;
}
