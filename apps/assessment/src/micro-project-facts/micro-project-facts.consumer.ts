import { NeedsDiscussed, NeedSubmitted, PlanApproved, SpecialAuditReported } from '@lianxin/contracts';
import { EventConsumer, onAll } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import { PROJECT_EVENTS, stepOf } from './project-readings.js';
import { ProjectFactsService } from './projects/project-facts.service.js';
import { VillageFactsService } from './villages/village-facts.service.js';

/** Turns micro-project's needs, discussions, plans, projects and audits into what the indicators count. */
@Injectable()
export class MicroProjectFactsConsumer extends EventConsumer {
  readonly name = 'assessment.micro-project-facts';
  readonly handlers: readonly EventHandler[] = [
    onAll(PROJECT_EVENTS, (tx, deliveries) =>
      this.projects.recordSteps(
        tx,
        deliveries.map(({ event }) => stepOf(event)),
      ),
    ),
    onAll([NeedSubmitted], (tx, deliveries) =>
      this.villages.recordNeeds(
        tx,
        deliveries.map(({ event }) => event),
      ),
    ),
    onAll([NeedsDiscussed], (tx, deliveries) =>
      this.villages.recordDiscussions(
        tx,
        deliveries.map(({ event }) => event),
      ),
    ),
    onAll([PlanApproved], (tx, deliveries) =>
      this.villages.recordApprovals(
        tx,
        deliveries.map(({ event }) => event),
      ),
    ),
    onAll([SpecialAuditReported], (tx, deliveries) =>
      this.villages.recordAudits(
        tx,
        deliveries.map(({ event }) => event),
      ),
    ),
  ];

  constructor(
    private readonly projects: ProjectFactsService,
    private readonly villages: VillageFactsService,
  ) {
    super();
  }
}
