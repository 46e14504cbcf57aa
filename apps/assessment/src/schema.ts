import { journalResolvers } from '@lianxin/journal';
import {
  IndicatorPartResolver,
  IndicatorRecordsResolver,
  IndicatorsResolver,
} from './indicators/indicators.resolver.js';

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [
  IndicatorsResolver,
  IndicatorPartResolver,
  IndicatorRecordsResolver,
  ...journalResolvers('assessment'),
];
