import type { Environment, EnvironmentSource } from './environment.js';
import type { PlatformPlan } from './plan.js';
import type { ProcessRegister } from './process-register.js';
import type { Supervised } from './supervisor.js';

/** What runs, in the order of its start; stopped the other way round. */
export interface Tiers {
  database: Supervised[];
  services: Supervised[];
  door: Supervised[];
}

/** What the steps of one start share. */
export interface StartContext extends EnvironmentSource {
  plan: PlatformPlan;
  superuserUrl: string;
  /** What is acknowledged has reached the disk. */
  durable: boolean;
  /** What a process of that name is told besides, over everything else. */
  environmentOf: (process: string) => Environment;
  register: ProcessRegister;
  signal: AbortSignal;
  say: (line: string) => void;
  supervised: Tiers;
}
