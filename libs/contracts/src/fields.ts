import { z } from 'zod';

/** An administrative or grid code: 2, 4, 6, 9, 12, 15 or 17 digits, empty for what belongs to no area. */
export const areaCode = z
  .string()
  .regex(/^\d{0,17}$/)
  .meta({ description: 'Code of an area or grid (区划代码), empty for none.', examples: ['361104111001'] });

/** RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** `YYYY-MM-DD`, a day of Asia/Shanghai. */
export const day = z.iso.date().describe('A day of Asia/Shanghai.');

/** SHA-256, hexadecimal. */
export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, hexadecimal.', examples: ['0'.repeat(64)] });

/** What a random sample is drawn with: digits, so that an event has no room for words. */
export const seed = z
  .string()
  .regex(/^[0-9a-f]{1,64}$/)
  .meta({
    description: 'What the order was drawn with (随机种子); with it anybody draws the same again.',
    examples: ['20260301'],
  });
