import type { Person } from '../person.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { act, tryInVain } from './act.js';
import { ANSWER_SURVEY, DRAW_TOKEN, PRINT_SLIPS, SURVEY_RESULT } from './documents.js';
import type { Stage } from './stage.js';

/** Paper counts as much: nine households fill in a slip, one of them is not content. */
const SLIPS = 9;
const EXPECTED = { answerCount: 12, satisfiedCount: 11 };
const CLOSING = { mutation: 'closeMicroProjectSurvey', input: 'ProjectStepInput' };

/** Residents say whether they are content; nobody looks before all have, and nobody learns who said what (S0-20). */
export async function playSurvey(stage: Stage): Promise<void> {
  const { villageOfficer, resident, secondResident, thirdResident } = stage.cast;
  await act(stage, villageOfficer, {
    ...{ mutation: 'openMicroProjectSurvey', input: 'ProjectStepInput', leadsTo: 'ACCEPTED' },
    text: 'opens the survey among residents',
  });
  for (const each of [resident, secondResident, thirdResident]) await answerByToken(stage, each);
  await tryTwice(stage, resident);
  await answerOnPaper(stage);
  await lookTooEarly(stage);
  await stage.goOnWorkingDays(11, 'the days of the survey pass');
  await act(stage, stage.cast.villageOfficer, {
    ...{
      ...CLOSING,
      leadsTo: 'EVALUATED',
      text: 'closes the survey: it is counted and its result published',
    },
  });
  await readResult(stage);
}

async function answerByToken(stage: Stage, person: Person): Promise<void> {
  await stage.teller.step(person.account, 'answerSurvey', async () => {
    const token = await draw(stage, person);
    await answer(stage, person, { token, isSatisfied: true });
    await answer(stage, person, { token, isSatisfied: false });
    return {
      text: 'draws a token and answers with it, satisfied; what is sent with it again does not count',
    };
  });
}

function tryTwice(stage: Stage, person: Person): Promise<void> {
  return stage.teller.step(person.account, 'drawSurveyToken', async () => {
    const code = await person.refusalOf(DRAW_TOKEN, { projectId: stage.projectId });
    expect('the refusal', code, 'SURVEY_TOKEN_DRAWN');
    return { text: `cannot draw a second token to answer twice: ${code}`, found: { code } };
  });
}

async function answerOnPaper(stage: Stage): Promise<void> {
  const { villageOfficer, passerBy } = stage.cast;
  const tokens = await tell(stage, villageOfficer, 'printSurveySlips', async () => {
    const input = { projectId: stage.projectId, count: SLIPS };
    const name = 'printSurveySlips';
    const printed = await villageOfficer.command<{ tokens: string[] }>(PRINT_SLIPS, name, input);
    expect('how many slips', printed.tokens.length, SLIPS);
    return { text: `prints ${SLIPS} slips for those who answer on paper`, answer: printed.tokens };
  });
  await stage.teller.step(passerBy.account, 'answerSurvey', async () => {
    for (const [index, token] of tokens.entries())
      await answer(stage, passerBy, { token, isSatisfied: index > 0 });
    return { text: `${SLIPS} households answer by their slips, without any account; one is not content` };
  });
}

/** Whoever runs it sees nothing before it is over. */
async function lookTooEarly(stage: Stage): Promise<void> {
  const { villageOfficer } = stage.cast;
  await stage.teller.step(villageOfficer.account, 'microProject', async () => {
    expect('the result', await resultFor(villageOfficer, stage), null);
    return { text: 'sees no answer and no count of them before the survey is closed' };
  });
  await tryInVain(stage, villageOfficer, {
    ...{ ...CLOSING, code: 'SURVEY_NOT_OVER', text: 'cannot close it before its time is over' },
  });
}

async function readResult(stage: Stage): Promise<void> {
  const { secondResident } = stage.cast;
  await stage.teller.step(secondResident.account, 'microProject', async () => {
    const result = await resultFor(secondResident, stage);
    expect('the result', result, EXPECTED);
    return { text: 'reads the result: 11 of 12 are satisfied', found: { ...EXPECTED } };
  });
}

async function draw({ projectId }: Stage, person: Person): Promise<string> {
  return (await person.ask<{ drawSurveyToken: string }>(DRAW_TOKEN, { projectId })).drawSurveyToken;
}

/** Without a request id, which would be kept. */
async function answer(
  { projectId }: Stage,
  person: Person,
  given: { token: string; isSatisfied: boolean },
): Promise<void> {
  await person.ask(ANSWER_SURVEY, { input: { projectId, ...given } });
}

async function resultFor(person: Person, { projectId }: Stage): Promise<unknown> {
  type Answer = { microProject: { surveyResult: unknown } };
  return (await person.ask<Answer>(SURVEY_RESULT, { id: projectId })).microProject.surveyResult;
}
