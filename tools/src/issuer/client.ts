/** What the graph calls itself towards an issuer: the resource asked for, and the audience its tokens name. */
export const resource = 'urn:lianxin';
export const audience = 'lianxin';

export const clientId = 'lianxin-demo';

/** Loopback redirects are matched without their port (RFC 8252 §7.3). */
export const redirectUri = 'http://127.0.0.1/callback';
