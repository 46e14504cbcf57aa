import { z } from 'zod';

/** An administrative or grid code: 2, 4, 6, 9, 12, 15 or 17 digits, empty for what belongs to no area. */
export const areaCode = z.string().regex(/^\d{0,17}$/);

/** RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** `YYYY-MM-DD`, a day of Asia/Shanghai. */
export const day = z.iso.date();
