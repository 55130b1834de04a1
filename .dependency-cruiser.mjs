/**
 * Who imports whom in src/: each part, and the parts that it may import besides itself. Everything else is a violation,
 * a new part without a line here too.
 */
const SRC = {
  '(index|promote).ts': ['main.ts', 'process.ts'],
  'main.ts': ['inputs', 'steps', 'aws', 'github', 'password', 'retry', 'errors'],
  'process.ts': ['github', 'network', 'retry', 'errors'],
  inputs: ['steps', 'aws', 'github', 'password', 'network', 'errors', 'runners.ts'],
  steps: ['aws', 'github', 'masking', 'password', 'network', 'retry', 'errors', 'runners.ts'],
  aws: ['password', 'network', 'retry', 'errors', 'json-error.ts'],
  github: ['masking', 'password', 'network', 'retry', 'errors', 'runners.ts'],
  masking: ['password', 'runners.ts'],
  password: ['errors'],
  network: ['errors'],
  retry: ['errors'],
  errors: [],
  'runners.ts': [],
  'json-error.ts': []
};

/** `retry` stands for retry.ts, retry-rules.ts and all of a folder retry/. */
const part = (name) =>
  name.endsWith('.ts') ? `^src/${name.replace('.', '[.]')}$` : `^src/${name}(/|[^/]*[.]ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no circle, types included',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    ...Object.entries(SRC).map(([from, to]) => ({
      name: `src/${from} imports ${to.join(', ') || 'no other part of src/'}`,
      severity: 'error',
      from: { path: part(from) },
      to: { path: '^src/', pathNot: [part(from), ...to.map(part)] }
    })),
    {
      name: 'every part of src/ has its line above',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(SRC).map(part) },
      to: {}
    },
    {
      name: 'src/ imports nothing that is not shipped',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(emulator|tools|bench|__tests__)/' }
    },
    {
      name: 'src/ imports no development dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }
    },
    {
      name: 'emulator/ imports nothing of src/ but types',
      severity: 'error',
      from: { path: '^emulator/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'emulator/ imports nothing that uses it',
      severity: 'error',
      from: { path: '^emulator/' },
      to: { path: '^(tools|bench|__tests__)/' }
    },
    {
      name: 'tools/build/ imports only itself',
      severity: 'error',
      from: { path: '^tools/build/' },
      to: { path: '^(src|emulator|tools|bench|__tests__)/', pathNot: '^tools/build/' }
    },
    {
      name: 'nothing imports bench/',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { path: '^bench/' }
    },
    {
      name: 'nothing imports __tests__/',
      severity: 'error',
      from: { pathNot: '^__tests__/' },
      to: { path: '^__tests__/' }
    },
    {
      name: 'every import is found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count, too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types']
    },
    tsConfig: { fileName: 'tsconfig.json' }
  }
};
