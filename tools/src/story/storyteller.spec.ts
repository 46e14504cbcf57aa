import { describe, expect, it } from '@jest/globals';
import { expect as expectTold, Storyteller } from './storyteller.js';

describe('Storyteller', () => {
  it('numbers the steps and tells each once it went well', async () => {
    const lines: string[] = [];
    const teller = new Storyteller((line) => lines.push(line));
    await teller.step('grid-worker', 'reportGridEvent', async () => ({ text: 'reports', found: { id: 7 } }));
    await teller.step('auditor', 'gridEvent', async () => ({ text: 'looks' }));
    expect(teller.steps).toEqual([
      { number: 1, who: 'grid-worker', action: 'reportGridEvent', text: 'reports', found: { id: 7 } },
      { number: 2, who: 'auditor', action: 'gridEvent', text: 'looks', found: {} },
    ]);
    expect(lines.map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      '1 grid-worker reportGridEvent reports',
      '2 auditor gridEvent looks',
    ]);
  });

  it('says of a failure which step it was, what was expected and what came', async () => {
    const lines: string[] = [];
    const teller = new Storyteller((line) => lines.push(line));
    const failing = teller.step('auditor', 'gridEvent', async () => {
      expectTold('the state', 'CLOSED', 'VERIFIED');
      return { text: 'never told' };
    });
    await expect(failing).rejects.toThrow(
      'step 1, auditor, gridEvent: the state: expected "VERIFIED", got "CLOSED"',
    );
    expect({ lines, steps: teller.steps }).toEqual({ lines: [], steps: [] });
  });
});
