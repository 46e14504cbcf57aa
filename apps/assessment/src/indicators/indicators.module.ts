import { Module } from '@nestjs/common';
import { IndicatorRecordsService } from './records/indicator-records.service.js';
import {
  IndicatorPartResolver,
  IndicatorRecordsResolver,
  IndicatorsResolver,
} from './indicators.resolver.js';
import { IndicatorsService } from './indicators.service.js';

@Module({
  providers: [
    IndicatorsResolver,
    IndicatorPartResolver,
    IndicatorRecordsResolver,
    IndicatorsService,
    IndicatorRecordsService,
  ],
})
export class IndicatorsModule {}
