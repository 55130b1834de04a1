// `npm run test:all`: what takes longer than a look at the result, and the coverage.
const all = process.env['TEST_ALL'] === 'true';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: all ? [] : [String.raw`\.full\.test\.ts$`],
  maxWorkers: '100%',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }]
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  injectGlobals: false,
  testTimeout: 60_000,
  collectCoverage: all,
  coverageReporters: ['text-summary', 'text'],
  collectCoverageFrom: ['src/**/*.ts', '!src/{index,promote}.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } }
};
