/** The promises of both transports and a short campaign on Kafka, with a broker that must be had; ends with one plain line of counts. */
process.env.REQUIRE_KAFKA = '1';
process.env.CAMPAIGNS = 'kafka';
process.argv.push(
  '--selectProjects',
  'journal',
  'tools',
  '--testPathPatterns',
  'transport-contract',
  'tools/test/chaos',
);
await import('./test.mjs');
