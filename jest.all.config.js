import config from './jest.config.js';

// Property tests and the like make more runs then. Jest's workers inherit it.
process.env['TEST_ALL'] = 'true';

/**
 * `npm run test:all`: every test, more runs of the random ones, and which lines no test reaches.
 * @type {import('jest').Config}
 */
export default {
  ...config,
  testPathIgnorePatterns: [],
  collectCoverage: true,
  coverageReporters: ['text-summary', 'text']
};
