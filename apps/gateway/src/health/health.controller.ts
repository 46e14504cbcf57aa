import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { Readiness } from './readiness.js';

/** For the supervisor: `live` says that the process answers, `ready` that the subgraphs behind it do. */
@Controller('health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ready' }> {
    const missing = await this.readiness.missing();
    if (missing.length > 0) throw new ServiceUnavailableException({ status: 'not ready', missing });
    return { status: 'ready' };
  }
}
