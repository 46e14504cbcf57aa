/** Ready to serve? A job listens nowhere and is healthy while it runs. */
const { PORT } = process.env;
if (PORT) {
  const { status } = await fetch(`http://127.0.0.1:${PORT}/health/ready`, {
    signal: AbortSignal.timeout(4_000),
  });
  process.exitCode = status === 200 ? 0 : 1;
}
