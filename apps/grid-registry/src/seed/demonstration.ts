import { z } from 'zod';
import type { GridEventCategory } from '../departments/department.model.js';

const MAX_POLICIES = 100;

/**
 * The demonstration accounts, as the launcher writes them: who is to hold which post where. And values of policies that hold from
 * the day of the seed on, for areas that never had one of their own; production names none and leaves those to its editors.
 */
export const seedFileSchema = z.object({
  accounts: z.array(
    z.object({
      account: z.string(),
      subject: z.uuid(),
      posts: z.array(
        z.object({
          role: z.string(),
          areaCode: z.string().default(''),
          departmentCode: z.string().optional(),
        }),
      ),
    }),
  ),
  policies: z
    .array(z.object({ policyKey: z.string(), areaCode: z.string(), value: z.unknown() }))
    .max(MAX_POLICIES)
    .default([]),
});

export type SeedFile = z.infer<typeof seedFileSchema>;

export const DEMONSTRATION_COUNTY = '361104';
export const DEMONSTRATION_TOWNSHIP = '361104111';
/** The day to which the statistics bureau's data goes. */
export const AREA_DATA_DAY = '2023-06-30';

/** Invented, but named as such departments are; their duties are ours. */
export const DEMONSTRATION_DEPARTMENTS: readonly {
  code: string;
  name: string;
  duties: GridEventCategory[];
  protects?: boolean;
}[] = [
  { code: 'housing-construction', name: '住房和城乡建设局', duties: ['HAZARD', 'CONVENIENCE_SERVICE'] },
  { code: 'civil-affairs', name: '民政局', duties: ['CONVENIENCE_SERVICE', 'POPULATION'], protects: true },
  { code: 'public-security', name: '公安分局', duties: ['PUBLIC_SECURITY', 'POPULATION'], protects: true },
  { code: 'justice', name: '司法局', duties: ['DISPUTE'] },
  { code: 'urban-management', name: '城市管理局', duties: ['SANITATION'] },
  { code: 'emergency-management', name: '应急管理局', duties: ['HAZARD'] },
  {
    code: 'organisation',
    name: '区委组织部',
    duties: ['PARTY_BUILDING', 'PUBLICITY', 'INFORMATION', 'OTHER'],
  },
];

interface SyntheticGrid {
  readonly code: string;
  readonly name: string;
  readonly householdCount: number;
}

/** S1-01: about 50 households in a rural grid; S1-02: 300 to 500 in an urban one. */
const SYNTHETIC_GRIDS = {
  RESIDENTS_COMMITTEE: { count: 2, households: 380, spread: 23 },
  VILLAGERS_COMMITTEE: { count: 3, households: 46, spread: 4 },
} as const;

/** Made-up grids of a village, the same at every seeding; no household number was found in any source. */
export function syntheticGridsOf(village: {
  code: string;
  committeeKind: keyof typeof SYNTHETIC_GRIDS | null;
}): SyntheticGrid[] {
  const { count, households, spread } = SYNTHETIC_GRIDS[village.committeeKind ?? 'VILLAGERS_COMMITTEE'];
  return Array.from({ length: count }, (_, index) => ({
    code: `${village.code}${String(index + 1).padStart(3, '0')}`,
    name: `第${index + 1}网格（示例）`,
    householdCount: households + index * spread,
  }));
}
