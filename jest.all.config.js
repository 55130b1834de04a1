import config from './jest.config.js';

// Property tests and the like make more runs then. Jest's workers inherit it.
process.env['TEST_ALL'] = 'true';

/**
 * `npm run test:all`: every test, more runs of the random ones, and the coverage.
 * @type {import('jest').Config}
 */
export default {
  ...config,
  testPathIgnorePatterns: [],
  collectCoverage: true,
  coverageReporters: ['text-summary', 'text'],
  collectCoverageFrom: ['src/**/*.ts', '!src/{index,promote}.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } }
};
