import Provider, { interactionPolicy, type ClientMetadata, type Configuration } from 'oidc-provider';
import { demonstrationAccounts, findAccount } from './accounts.js';
import { audience, clientId, redirectUri, resource } from './client.js';
import type { IssuerKeys } from './keys.js';
import { errorPage } from './login-page.js';

const hourS = 3600;

/** An OpenID provider for the demonstration accounts: code flow with PKCE, JWT access tokens (RFC 9068), no consent page. */
export function createProvider(issuer: string, { jwks, cookieKeys }: IssuerKeys): Provider {
  return new Provider(issuer, {
    jwks,
    features,
    cookies: { keys: cookieKeys },
    clients: [client],
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: ['openid'],
    findAccount: (_context, subject) =>
      demonstrationAccounts.some((account) => account.subject === subject)
        ? { accountId: subject, claims: () => ({ sub: subject }) }
        : undefined,
    loadExistingGrant: grantEverything,
    interactions: { policy: loginOnly(), url: (_context, { uid }) => `/interaction/${uid}` },
    clientBasedCORS: (_context, origin) => /^http:\/\/127\.0\.0\.1(:\d+)?$/.test(origin),
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = errorPage(error, description ?? '');
    },
    ttl: { AccessToken: hourS, IdToken: hourS, Interaction: hourS, Session: 24 * hourS, Grant: 24 * hourS },
  });
}

const client: ClientMetadata = {
  client_id: clientId,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: [redirectUri, 'http://127.0.0.1/graphiql'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  id_token_signed_response_alg: 'ES256',
};

/** Whatever a client asks for, its access token is one for the graph. */
const features: Configuration['features'] = {
  devInteractions: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => resource,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: '',
      audience,
      accessTokenFormat: 'jwt',
      accessTokenTTL: hourS,
      jwt: { sign: { alg: 'ES256' } },
    }),
  },
};

/** The only client is ours, so there is nothing to consent to. */
const grantEverything: NonNullable<Configuration['loadExistingGrant']> = async ({ oidc }) => {
  const { client, session, provider } = oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known ? await provider.Grant.find(known) : undefined;
  if (existing) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
};

/** A browser signed in as one account is asked again when another is named. */
function loginOnly() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const { Check } = interactionPolicy;
  const another = new Check('login_hint', 'another account is named', ({ oidc }) => {
    const hinted = findAccount(oidc.params?.['login_hint']);
    return Boolean(hinted && oidc.session?.accountId && hinted.subject !== oidc.session.accountId);
  });
  policy.get('login')?.checks.add(another);
  return policy;
}
