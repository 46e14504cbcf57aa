import { Module } from '@nestjs/common';
import { YuanScalar } from './yuan.scalar.js';

@Module({ providers: [YuanScalar] })
export class MoneyModule {}
