import { Module } from '@nestjs/common';
import { EnvelopesModule } from '../envelopes/envelopes.module.js';
import { ProjectMoney } from './project-money.js';

@Module({ imports: [EnvelopesModule], providers: [ProjectMoney], exports: [ProjectMoney] })
export class ProjectMoneyModule {}
