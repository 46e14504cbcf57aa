import { demonstrationAccounts } from '../issuer/accounts.js';
import type { Platform } from './platform.js';

/** What a newcomer needs next: where things are, who there is, and one query to paste. */
export function summary({ port, graphqlUrl, issuerUrl }: Platform): string {
  const base = `http://127.0.0.1:${port}`;
  const width = Math.max(...demonstrationAccounts.map(({ account }) => account.length));
  const accounts = demonstrationAccounts.map(
    ({ account, nameZh, posts }) =>
      `    ${account.padEnd(width)}  ${nameZh} ${posts.map(({ role, areaCode }) => `${role} ${areaCode ?? ''}`).join(', ')}`,
  );
  return [
    '',
    'Lianxin is running.',
    '',
    `  GraphQL        ${graphqlUrl}  (WebSocket here too; SSE at ${graphqlUrl}/stream)`,
    `  GraphiQL       ${base}/graphiql`,
    `  Health         ${base}/health/ready`,
    `  OpenID issuer  ${issuerUrl}`,
    '',
    '  Demonstration accounts (npm run -s token -- <account>):',
    ...accounts,
    '',
    '  Try, in another terminal:',
    '',
    ...exampleCommand(graphqlUrl),
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}

/** One village over both services: where it is, its grids, its events and its indicators. */
const exampleQuery =
  '{ area(code: \\"361104111001\\") { name parent { name } grids { name householdCount isSynthetic } ' +
  'gridEvents(first: 5) { edges { node { category state dueAt } } } ' +
  `indicators(year: ${new Date().getFullYear()}) { code parts { code numerator denominator } } } }`;

function exampleCommand(graphqlUrl: string): string[] {
  const settings = ['LIANXIN_PORT', 'LIANXIN_DATA_DIR'].flatMap((name) =>
    process.env[name] ? [`${name}=${process.env[name]} `] : [],
  );
  return [
    `  curl -s ${graphqlUrl} -H 'content-type: application/json' \\`,
    `    -H "authorization: Bearer $(${settings.join('')}npm run -s token -- village-officer)" \\`,
    `    -d '{"query":"${exampleQuery}"}'`,
  ];
}
