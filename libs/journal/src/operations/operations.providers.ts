import type { Provider } from '@nestjs/common';
import { ConsumersService } from './traffic/consumers.service.js';
import { JournalMetrics } from './figures/journal-metrics.js';
import {
  JournalConsumersResolver,
  JournalFieldsResolver,
  JournalSealsResolver,
  ParkedMessageHistoryResolver,
} from './graph/journal-fields.resolver.js';
import { journalRootResolver } from './graph/journal-root.resolver.js';
import { InterventionsService } from './interventions.service.js';
import { OperatorCommands } from './operator-commands.js';
import { ParkedOperationsService } from './parked/parked-operations.service.js';
import { RepublishService } from './traffic/republish.service.js';
import { SealsService } from './sealed/seals.service.js';
import { TrafficService } from './traffic/traffic.service.js';
import { VerificationService } from './sealed/verification.service.js';

/** The resolvers of a service's journal, for its schema. */
export const journalResolvers = (service: string) => [
  journalRootResolver(service),
  JournalFieldsResolver,
  JournalSealsResolver,
  JournalConsumersResolver,
  ParkedMessageHistoryResolver,
];

/** What operators have of a service's journal: the graph, the figures, and what the command line calls. */
export const operationProviders = (service: string): Provider[] => [
  ConsumersService,
  InterventionsService,
  JournalMetrics,
  OperatorCommands,
  ParkedOperationsService,
  RepublishService,
  SealsService,
  TrafficService,
  VerificationService,
  ...journalResolvers(service),
];
