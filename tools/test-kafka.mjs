/** The promises of both transports, with a broker that must be had; ends with one plain line of counts. */
process.env.REQUIRE_KAFKA = '1';
process.argv.push('--selectProjects', 'journal', '--testPathPatterns', 'transport-contract');
await import('./test.mjs');
