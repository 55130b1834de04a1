/** A part of the tests covers a part of src/. */
const isWholeRun = process.argv.slice(2).every((argument) => argument.startsWith('-'));

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [String.raw`\.full\.test\.ts$`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }]
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  injectGlobals: false,
  reporters: ['default', '<rootDir>/__tests__/helpers/no-masks-reporter.mjs'],
  maxWorkers: '100%',
  // Only for a test that hangs: how long one takes depends on what else the machine does.
  testTimeout: 600_000,
  collectCoverage: isWholeRun,
  coverageReporters: ['text-summary'],
  collectCoverageFrom: ['src/**/*.ts', '!src/{index,promote}.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } }
};
