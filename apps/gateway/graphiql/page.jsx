import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createClient } from 'graphql-sse';
import { createRoot } from 'react-dom/client';
import './page.css';

const WORKERS = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(`/graphiql/${WORKERS[label] ?? 'editor.worker.js'}`, { type: 'module' }),
};

const EXAMPLE = `# Sign in by a header (below): { "authorization": "Bearer <token>" }
# A demonstration token: npm run -s token -- township-officer

query Township {
  area(code: "361104111") {
    name
    gridEvents(first: 3) {
      edges {
        node {
          category
          state
          dueAt
        }
      }
    }
  }
}
`;

const isSubscription = ({ query, operationName }) => {
  const operations = [...query.matchAll(/^\s*(query|mutation|subscription)\b\s*(\w*)/gm)];
  const chosen = operationName ? operations.find(([, , name]) => name === operationName) : operations[0];
  return chosen?.[1] === 'subscription';
};

/** Queries by POST; subscriptions as an event stream, which can carry the same headers. */
const fetcher = (params, { headers = {} } = {}) => {
  if (isSubscription(params))
    return createClient({ url: '/graphql/stream', headers, retryAttempts: 0 }).iterate(params);
  return fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(params),
  }).then((response) => response.json());
};

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL fetcher={fetcher} defaultQuery={EXAMPLE} defaultEditorToolsVisibility="headers" />,
);
