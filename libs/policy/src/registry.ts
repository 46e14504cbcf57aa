import type { PolicyDefinition } from './define-policy.js';
import { filePolicies } from './policies/files.policy.js';
import { emergencyPolicies } from './policies/emergencies.policy.js';
import { gridEventPolicies } from './policies/grid-events.policy.js';
import { gridPolicies } from './policies/grids.policy.js';
import { indicatorPolicies } from './policies/indicators.policy.js';
import { microProjectNeedPolicies } from './policies/micro-project-needs.policy.js';
import { microProjectEnvelopePolicies } from './policies/micro-project-envelopes.policy.js';
import { microProjectWorksPolicies } from './policies/micro-project-works.policy.js';
import { microProjectEndingPolicies } from './policies/micro-project-endings.policy.js';
import { microProjectNoticePolicies } from './policies/micro-project-notices.policy.js';
import { microProjectOversightPolicies } from './policies/micro-project-oversight.policy.js';
import { microProjectPolicies } from './policies/micro-projects.policy.js';
import { webhookPolicies } from './policies/webhooks.policy.js';
import { jointResponsePolicies } from './policies/joint-responses.policy.js';

/** Every regulation value of the platform. */
export const policyRegistry = [
  ...gridEventPolicies,
  ...gridPolicies,
  ...indicatorPolicies,
  ...webhookPolicies,
  ...filePolicies,
  ...emergencyPolicies,
  ...jointResponsePolicies,
  ...microProjectOversightPolicies,
  ...microProjectPolicies,
  ...microProjectNeedPolicies,
  ...microProjectEnvelopePolicies,
  ...microProjectWorksPolicies,
  ...microProjectEndingPolicies,
  ...microProjectNoticePolicies,
] as const;

type Registered = (typeof policyRegistry)[number];

export type PolicyKey = Registered['key'];

/** The type of the values of one policy. */
export type PolicyValueOf<Key extends PolicyKey> =
  Extract<Registered, { key: Key }> extends PolicyDefinition<string, infer Value> ? Value : never;

const byKey: ReadonlyMap<string, PolicyDefinition> = new Map(
  policyRegistry.map((policy): [string, PolicyDefinition] => [policy.key, policy as PolicyDefinition]),
);

/** The policy of this key, or null; overrides arrive as data and may name a policy of another release. */
export function findPolicy(key: string): PolicyDefinition | null {
  return byKey.get(key) ?? null;
}
