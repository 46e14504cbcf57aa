import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Secrets } from '@lianxin/service-kit';
import { SurveyTokens } from './survey-tokens.js';

const tokens = new SurveyTokens(new Secrets(randomBytes(32)));
const survey = randomUUID();
const isToken = (surveyId: string, typed: string, of = tokens): boolean => {
  try {
    of.markOf(surveyId, typed);
    return true;
  } catch {
    return false;
  }
};

describe('a token of a survey', () => {
  it('is known however it is typed, and has one mark', () => {
    for (let count = 0; count < 500; count += 1) {
      const token = tokens.mint(survey);
      expect(token).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      const typed = token.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      expect(tokens.markOf(survey, typed)).toBe(tokens.markOf(survey, token));
    }
  });

  it('is another one each time', () => {
    const drawn = Array.from({ length: 500 }, () => tokens.mint(survey));
    expect(new Set(drawn).size).toBe(500);
    expect(new Set(drawn.map((token) => tokens.markOf(survey, token))).size).toBe(500);
  });

  it('is not one of another survey, of another secret, or made up', () => {
    const token = tokens.mint(survey);
    expect(isToken(randomUUID(), token)).toBe(false);
    expect(isToken(survey, token, new SurveyTokens(new Secrets(randomBytes(32))))).toBe(false);
    for (const typed of ['', '0000-0000-0000-0000', token.slice(1), `${token}0`, token.replace(/.$/, 'U')])
      expect(isToken(survey, typed)).toBe(false);
    for (let index = 0; index < token.length; index += 1) {
      if (token[index] === '-') continue;
      const other = token[index] === '7' ? '8' : '7';
      expect(isToken(survey, token.slice(0, index) + other + token.slice(index + 1))).toBe(false);
    }
  });
});
