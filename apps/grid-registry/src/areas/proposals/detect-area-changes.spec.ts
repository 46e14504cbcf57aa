import { describe, expect, it } from '@jest/globals';
import { detectAreaChanges } from './detect-area-changes.js';
import type { AppearedArea, MissingArea } from './detect-area-changes.js';

type Named = readonly [code: string, name: string];

const missing = (...areas: Named[]): MissingArea[] =>
  areas.map(([code, name], index) => ({ areaId: index + 1, code, name }));
const appeared = (...areas: Named[]): AppearedArea[] =>
  areas.map(([code, name], index) => ({ code, name, line: index + 2 }));

const detect = (was: Named[], is: Named[]): string[] =>
  detectAreaChanges({ renamed: [], missing: missing(...was), appeared: appeared(...is) }).map(
    ({ kind, code, newCode, newName }) => [kind, code, newCode ?? '-', newName ?? '-'].join(' '),
  );

describe('detectAreaChanges', () => {
  it('finds nothing where nothing differs', () => {
    expect(detectAreaChanges({ renamed: [], missing: [], appeared: [] })).toEqual([]);
  });

  it('tells a name under another code as a move, the rest as new and gone', () => {
    expect(
      detect(
        [
          ['361104111203', '陈墩'],
          ['361104111204', '洲村'],
        ],
        [
          ['361104111213', '陈墩'],
          ['361104111214', '新村'],
        ],
      ),
    ).toEqual([
      'MOVED 361104111203 361104111213 陈墩',
      'NEW 361104111214 361104111214 新村',
      'GONE 361104111204 - -',
    ]);
  });

  it('takes along what lies inside, and tells only what differs there', () => {
    expect(
      detect(
        [
          ['361104111', '郑坊镇'],
          ['361104111001', '郑坊'],
          ['361104111200', '楼村'],
          ['361104111201', '台湖'],
        ],
        [
          ['361104199', '郑坊镇'],
          ['361104199001', '郑坊'],
          ['361104199200', '新楼村'],
          ['361104199211', '台湖'],
        ],
      ),
    ).toEqual([
      'MOVED 361104111 361104199 郑坊镇',
      'RENAMED 361104111200 - 新楼村',
      'MOVED 361104111201 361104199211 台湖',
    ]);
  });

  it('prefers the same parent, then the county, and never another county', () => {
    expect(
      detect(
        [
          ['361104111200', '新村'],
          ['361104112200', '新村'],
        ],
        [
          ['361104111299', '新村'],
          ['361105112299', '新村'],
        ],
      ),
    ).toEqual([
      'MOVED 361104111200 361104111299 新村',
      'NEW 361105112299 361105112299 新村',
      'GONE 361104112200 - -',
    ]);
  });

  it('does not guess between areas of the same name', () => {
    expect(
      detect(
        [['361104111200', '新村']],
        [
          ['361104111298', '新村'],
          ['361104111299', '新村'],
        ],
      ),
    ).toEqual([
      'NEW 361104111298 361104111298 新村',
      'NEW 361104111299 361104111299 新村',
      'GONE 361104111200 - -',
    ]);
  });
});
