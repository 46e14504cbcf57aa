/** A value of a policy that the demonstration begins with. */
export interface DemonstrationPolicy {
  policyKey: string;
  areaCode: string;
  value: unknown;
}

/**
 * Ours: one minute, the least that policy allows, in the township of the demonstration, so that the chapter on trust can show an
 * alert rung up while it plays. Everywhere else the ten minutes of the policy hold.
 */
export const demonstrationPolicies: DemonstrationPolicy[] = [
  {
    policyKey: 'grid-event.alert.acknowledge-within',
    areaCode: '361104111',
    value: { amount: 1, unit: 'clockMinutes' },
  },
];
