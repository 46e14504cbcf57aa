import { createServer } from 'node:http';

/** Lets tests, which run in processes of their own, do to the broker what its owner can: `POST /<action>`. */
export async function serveControls(actions) {
  const server = createServer((request, response) => {
    const action = actions[request.url.slice(1)];
    if (request.method !== 'POST' || !action) return response.writeHead(404).end();
    action().then(
      () => response.writeHead(204).end(),
      (error) => response.writeHead(500).end(String(error.message)),
    );
  });
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
