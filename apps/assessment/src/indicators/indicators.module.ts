import { Module } from '@nestjs/common';
import { IndicatorRecordsService } from './indicator-records.service.js';
import { IndicatorPartsResolver, IndicatorsResolver } from './indicators.resolver.js';
import { IndicatorsService } from './indicators.service.js';

@Module({
  providers: [IndicatorsResolver, IndicatorPartsResolver, IndicatorsService, IndicatorRecordsService],
})
export class IndicatorsModule {}
