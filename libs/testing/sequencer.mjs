import Sequencer from '@jest/test-sequencer';

/** Whole platforms and brokers take a minute or more: begun last, one of them would run alone at the end. */
const LONG = [
  'tools/test/',
  'transport-contract/',
  'tools/src/contracts/compatibility/',
  'project-life.property',
];

/** Long ones first, also on a checkout where nobody knows yet how long each takes. */
export default class LongOnesFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONG.some((part) => path.includes(part));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
