import { startIssuer } from './server.js';

/** Entry point of the issuer's own process: PORT, ISSUER_DATA_DIR and HOST (a loopback address). */
async function main(): Promise<void> {
  const dataDir = process.env['ISSUER_DATA_DIR'];
  const port = Number(process.env['PORT']);
  if (!dataDir || !Number.isInteger(port)) throw new Error('PORT and ISSUER_DATA_DIR must be set');
  const { url, server } = await startIssuer({ host: process.env['HOST'] ?? '127.0.0.1', port, dataDir });
  console.log(JSON.stringify({ message: 'listening', url }));
  process.once('SIGTERM', () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
