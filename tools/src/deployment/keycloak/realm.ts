import type { DemonstrationAccount } from '../../issuer/accounts.js';
import { audience, clientId, redirectUri } from '../../issuer/client.js';

export const REALM = 'lianxin';

/** Keycloak puts the value of this variable of its own environment in the place of `${…}` when it imports the realm. */
export const PASSWORD_VARIABLE = 'DEMONSTRATION_PASSWORD';

const HOUR_S = 3_600;
const WRONG_PASSWORDS_UNTIL_LOCKED = 10;

/**
 * The realm that issues what `TokenVerifier` believes, for the accounts of the embedded issuer: the same subjects, the
 * audience of the graph, access tokens of type at+jwt signed with ES256, and one public client that has to use PKCE.
 */
export function realmOf(accounts: readonly DemonstrationAccount[]) {
  return {
    realm: REALM,
    enabled: true,
    displayName: 'Lianxin (连心)',
    sslRequired: 'external',
    registrationAllowed: false,
    resetPasswordAllowed: false,
    editUsernameAllowed: false,
    bruteForceProtected: true,
    failureFactor: WRONG_PASSWORDS_UNTIL_LOCKED,
    internationalizationEnabled: true,
    supportedLocales: ['zh-CN', 'en'],
    defaultLocale: 'zh-CN',
    defaultSignatureAlgorithm: 'ES256',
    accessTokenLifespan: HOUR_S,
    components: { 'org.keycloak.keys.KeyProvider': [signingKey] },
    clients: [client],
    users: accounts.map(userOf),
  };
}

export type Realm = ReturnType<typeof realmOf>;

/** Made by Keycloak itself when the realm is imported; it never leaves it. */
const signingKey = {
  name: 'es256',
  providerId: 'ecdsa-generated',
  config: {
    ecdsaEllipticCurveKey: ['P-256'],
    priority: ['100'],
    enabled: ['true'],
    active: ['true'],
  },
};

const client = {
  clientId,
  name: 'Lianxin (连心)',
  enabled: true,
  publicClient: true,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  fullScopeAllowed: false,
  redirectUris: [redirectUri, 'http://127.0.0.1/graphiql'],
  webOrigins: [] as string[],
  attributes: {
    'pkce.code.challenge.method': 'S256',
    'access.token.header.type.rfc9068': 'true',
    'access.token.signed.response.alg': 'ES256',
    'id.token.signed.response.alg': 'ES256',
  },
  // Roles and groups stay out of tokens: they prove who somebody is, grants are read where the act is done.
  defaultClientScopes: ['basic'],
  optionalClientScopes: [] as string[],
  protocolMappers: [
    {
      name: 'audience of the graph',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: {
        'included.custom.audience': audience,
        'access.token.claim': 'true',
        'id.token.claim': 'false',
      },
    },
  ],
};

const userOf = ({ account, subject, nameZh, nameEn }: DemonstrationAccount) => ({
  id: subject,
  username: account,
  enabled: true,
  firstName: withoutBrackets(nameEn),
  lastName: withoutBrackets(nameZh),
  email: `${account}@demonstration.invalid`,
  emailVerified: true,
  credentials: [{ type: 'password', value: `\${${PASSWORD_VARIABLE}}`, temporary: false }],
  requiredActions: [] as string[],
});

/** Keycloak takes no brackets in a name: it would have the person correct his profile before anything else. */
const withoutBrackets = (name: string): string => name.replace(/[（(](.*)[）)]/, ' $1').replace(/ +/g, ' ');
