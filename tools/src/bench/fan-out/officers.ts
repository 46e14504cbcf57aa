import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { loadIssuerKeys } from '../../issuer/keys.js';
import type { Platform } from '../../platform/platform.js';
import { dataLayout } from '../../platform/settings.js';
import { databaseOf, withClient } from '../database.js';

/** What they hold, by turns. */
export const posts = [
  { role: 'TOWNSHIP_OFFICER', areaCode: '361104111' },
  { role: 'VILLAGE_OFFICER', areaCode: '361104111001' },
] as const;

const lifetimeS = 3_600;

/** So many different persons with posts of few kinds, signed in: their tokens. */
export async function appointOfficers(
  platform: Platform,
  dataDir: string,
  count: number,
): Promise<readonly string[]> {
  const persons = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    subject: randomUUID(),
    ...(posts[index % posts.length] ?? posts[0]),
  }));
  await withClient(databaseOf(platform.superuserUrl, 'grid_registry'), (client) =>
    client.query(
      `INSERT INTO access_grant (id, subject, role, area_code, valid_from)
       SELECT id, subject, role, "areaCode", now() FROM jsonb_to_recordset($1) AS p (id uuid, subject uuid, role text, "areaCode" text)`,
      [JSON.stringify(persons)],
    ),
  );
  const { jwks } = await loadIssuerKeys(dataLayout(dataDir).issuer);
  const [jwk] = jwks.keys;
  if (!jwk) throw new Error('the issuer has no key');
  const key = await importJWK(jwk, 'ES256');
  const header = { alg: 'ES256', typ: 'at+jwt', ...(jwk.kid && { kid: jwk.kid }) };
  return Promise.all(
    persons.map(({ subject }) =>
      new SignJWT({})
        .setProtectedHeader(header)
        .setSubject(subject)
        .setIssuer(platform.issuerUrl)
        .setAudience('lianxin')
        .setIssuedAt()
        .setExpirationTime(`${lifetimeS} s`)
        .sign(key),
    ),
  );
}
