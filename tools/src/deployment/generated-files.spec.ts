import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { demonstrationAccounts } from '../issuer/accounts.js';
import { audience } from '../issuer/client.js';
import { workspaceRoot } from '../platform/settings.js';
import { generatedFiles, realmFile } from './generated-files.js';
import { PASSWORD_VARIABLE, type Realm } from './keycloak/realm.js';
import { secrets } from './secrets.js';

const committed = (file: string): string => readFileSync(resolve(workspaceRoot, file), 'utf8');
const realm = JSON.parse(committed(realmFile)) as Realm;

describe('what the composition needs of the code', () => {
  it('is committed as the code makes it (npm run deployment:write)', async () => {
    for (const { file, content } of await generatedFiles())
      expect([file, committed(file)]).toEqual([file, content]);
  });

  it('names no value of a secret', () => {
    expect(committed('docker/example.env').match(/^[A-Z_]+=.+$/gm)).toBeNull();
    for (const { credentials } of realm.users)
      expect(credentials).toEqual([
        { type: 'password', value: `\${${PASSWORD_VARIABLE}}`, temporary: false },
      ]);
  });

  it('makes secrets that are new each time and need no quoting', () => {
    for (const { name, make } of secrets) {
      expect([name, make() === make()]).toEqual([name, false]);
      expect(make()).toMatch(/^[A-Za-z0-9_+/=-]{32,}$/);
      if (name.endsWith('PASSWORD')) expect(make()).toMatch(/^[A-Za-z0-9_-]{32}$/);
    }
  });
});

describe('the realm', () => {
  it('has the accounts of the embedded issuer under the same subjects', () => {
    expect(realm.users.map(({ id, username }) => [username, id])).toEqual(
      demonstrationAccounts.map(({ account, subject }) => [account, subject]),
    );
  });

  it('has names that Keycloak takes without a correction by the person', () => {
    for (const { firstName, lastName } of realm.users)
      expect(`${firstName} ${lastName}`).not.toMatch(/[<>&"$%!#?§;*~/\\|^=[\]{}()（）]/);
  });

  it('issues what the token verifier believes, to a public client with PKCE alone', () => {
    const [client] = realm.clients;
    expect(realm.clients).toHaveLength(1);
    expect(client).toMatchObject({
      publicClient: true,
      standardFlowEnabled: true,
      directAccessGrantsEnabled: false,
      implicitFlowEnabled: false,
      attributes: {
        'pkce.code.challenge.method': 'S256',
        'access.token.header.type.rfc9068': 'true',
        'access.token.signed.response.alg': 'ES256',
      },
    });
    expect(client?.protocolMappers[0]?.config['included.custom.audience']).toBe(audience);
  });
});
