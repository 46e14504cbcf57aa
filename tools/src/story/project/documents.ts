/** What the chapter on a project asks of the graph, beside the documents of the others. */

export const projectStep = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { id state band decidingBody budget committed paid noticeEndsAt openObjectionCount } }`;

export interface ProjectAnswer {
  id: string;
  state: string;
  band: string | null;
  decidingBody: string | null;
  budget: string;
  committed: string;
  paid: string;
  noticeEndsAt: string | null;
  openObjectionCount: number;
}

export const SUBMIT_NEED = `mutation ($input: SubmitNeedInput!) { submitNeed(input: $input) { id state } }`;

export const DISCUSS_NEEDS = `mutation ($input: RecordNeedsDiscussionInput!) {
  recordNeedsDiscussion(input: $input) { openCount discussedCount leftOutCount }
}`;

export const CANDIDATES = `query ($villageCode: String!) { candidatePool(villageCode: $villageCode) { rank need { id state priority } } }`;

export interface Candidate {
  rank: number;
  need: { id: string; state: string; priority: string };
}

const PLAN = 'id state version items { itemId }';
export const SUBMIT_PLAN = `mutation ($input: SubmitYearlyPlanInput!) { submitYearlyPlan(input: $input) { ${PLAN} } }`;
export const APPROVE_PLAN = `mutation ($input: ApproveYearlyPlanInput!) { approveYearlyPlan(input: $input) { ${PLAN} } }`;

export interface PlanAnswer {
  id: string;
  state: string;
  version: number;
  items: { itemId: string }[];
}

export const SET_BODY_MEMBERS = `mutation ($input: SetBodyMembersInput!) { setBodyMembers(input: $input) { id memberIds } }`;

export const BEGIN_DOCUMENT = `mutation ($input: BeginMicroProjectDocumentInput!) {
  beginMicroProjectDocument(input: $input) { id uploadPath }
}`;

export const COMPLETE_DOCUMENT = `mutation ($input: CompleteMicroProjectDocumentInput!) {
  completeMicroProjectDocument(input: $input) { id purpose form }
}`;

export const PUBLIC_NOTICES = `query ($areaCode: String!) {
  publicNotices(areaCode: $areaCode, first: 20) { edges { node {
    projectId standing content place dueOn budget effect endsAt decision { body } objectionChannel onwardChannel
  } } }
}`;

export interface PublicNotice {
  projectId: string;
  standing: string;
  content: string;
  place: string;
  dueOn: string;
  budget: string;
  effect: string;
  endsAt: string;
  decision: { body: string } | null;
  objectionChannel: string;
  onwardChannel: string;
}

const OBJECTION = 'id state rulingLevel finding';
export const OBJECT = `mutation ($input: RaiseObjectionInput!) { raiseObjection(input: $input) { ${OBJECTION} } }`;
export const RULE = `mutation ($input: RuleObjectionInput!) { ruleObjection(input: $input) { ${OBJECTION} } }`;

export interface ObjectionAnswer {
  id: string;
  state: string;
  rulingLevel: string;
  finding: string | null;
}

export const DRAW_TOKEN = `mutation ($projectId: ID!) { drawSurveyToken(projectId: $projectId) }`;

export const PRINT_SLIPS = `mutation ($input: PrintSurveySlipsInput!) { printSurveySlips(input: $input) { tokens printedCount } }`;

export const ANSWER_SURVEY = `mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) }`;

export const SURVEY_RESULT = `query ($id: ID!) { microProject(id: $id) { surveyResult { answerCount satisfiedCount } } }`;

export const ARCHIVE = `query ($id: ID!) { microProject(id: $id) { archive { item isRequired requiredState state isComplete } } }`;

export interface ArchiveEntry {
  item: string;
  isRequired: boolean;
  requiredState: string;
  state: string;
  isComplete: boolean;
}

export const PROJECT_RECORDS = `query ($code: String!, $year: Int!) {
  area(code: $code) { indicators(year: $year) { parts { code
    records(role: NUMERATOR, first: 1) { edges { node { countedBecause microProject { id state } } } } } } }
}`;

export interface ProjectRecordsAnswer {
  area: {
    indicators: {
      parts: {
        code: string;
        records: {
          edges: { node: { countedBecause: string; microProject: { id: string; state: string } | null } }[];
        };
      }[];
    }[];
  };
}
