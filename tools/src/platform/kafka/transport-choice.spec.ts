import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataLayout } from '../settings.js';
import { chooseTransport, type Transport } from './transport-choice.js';

let dataDir: string;
let said: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-transport-spec-'));
  said = [];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const choose = (asked?: Transport, isSwitch = false) =>
  chooseTransport(dataDir, { asked, isSwitch, say: (line) => said.push(line) });
const startedBefore = (state: object) => writeFileSync(dataLayout(dataDir).state, JSON.stringify(state));

describe('the transport of a start', () => {
  it('is what is asked for at first, and the embedded log if nothing is', () => {
    expect([choose(), choose('kafka')]).toEqual(['embedded', 'kafka']);
  });

  it('stays what it was', () => {
    startedBefore({ port: 4000, transport: 'kafka' });
    expect([choose(), choose('kafka')]).toEqual(['kafka', 'kafka']);
    expect(() => choose('embedded')).toThrow('--transport kafka');
  });

  it('is the embedded log where it was started before there was a choice', () => {
    startedBefore({ port: 4000 });
    expect(choose()).toBe('embedded');
    expect(() => choose('kafka')).toThrow('the embedded log');
  });

  it('changes when that is meant, and says what is to be done then', () => {
    startedBefore({ port: 4000, transport: 'embedded' });
    expect(choose('kafka', true)).toBe('kafka');
    expect(said.join('\n')).toContain('republish --service');
  });
});
