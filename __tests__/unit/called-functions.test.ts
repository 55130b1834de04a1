import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';

const { href } = new URL('../../bundle/called-functions.mjs', import.meta.url);
const { withCalledInParentheses, withCallsTold } = (await import(href)) as {
  withCalledInParentheses: (code: string, called: readonly string[]) => string;
  withCallsTold: (code: string, module: string) => string;
};

/** What the code comes to, and the names of the functions that it calls. */
function told(code: string): { result: unknown; names: readonly string[] } {
  const names = new Set<string>();
  const tellCall = (module: string, name: string): void => {
    expect(module).toBe('src/a.js');
    names.add(name);
  };
  return {
    result: runInNewContext(withCallsTold(code, 'src/a.js'), { tellCall }),
    names: [...names]
  };
}

const once = 'const one = (a) => a + 1; const other = (a) => a + 2; one(1)';

test.each([
  [
    'only the one that is called',
    once,
    'const one = ((a) => a + 1); const other = (a) => a + 2; one(1)'
  ],
  [
    'one inside of another',
    'const f = (a) => (b) => ({ a, b }); f(1)(2)',
    'const f = ((a) => ((b) => ({ a, b }))); f(1)(2)'
  ],
  [
    'a block, and a function of the old kind',
    'const f = function (g) { return g(() => 1); }; f((h) => { return h(); })',
    'const f = (function (g) { return g((() => 1)); }); f(((h) => { return h(); }))'
  ],
  ['none twice', '(() => 1)()', undefined],
  [
    'a declaration, hoisted with its comment',
    'const a = f(); // one\n/** Gives one. */\nfunction f() { return g(() => 1); }\nfunction g(h) { return h(); }\na',
    ' // one\n/** Gives one. */\nconst f = (function f() { return g((() => 1)); });\n' +
      '\nconst g = (function g(h) { return h(); });\nconst a = f();\na'
  ],
  [
    'what stands between declarations',
    'const a = () => 1\nasync function f() {}\nconst b = () => 2; f(); [a(), b()]',
    '\nconst f = (async function f() {});\nconst a = (() => 1)\nconst b = (() => 2); f(); [a(), b()]'
  ],
  ['no declaration inside', '(() => { function f() { return 1; } return f(); })()', undefined]
])('what a run calls is put in parentheses: %s', (_, code, expected = code) => {
  const { result, names } = told(code);
  expect(withCalledInParentheses(code, names)).toBe(expected);
  expect(result).toEqual(runInNewContext(code));
  expect(result).toEqual(runInNewContext(expected));
});

test('a function is known by what it says, wherever it stands', () => {
  const { names } = told(once);
  expect(withCalledInParentheses(`const none = () => 0;\n${once}`, names)).toContain(
    'const none = () => 0;\nconst one = ((a) => a + 1);'
  );
});

test('an asynchronous one tells its call, too', async () => {
  const { result, names } = told('const f = async (a) => await a; f(Promise.resolve(1))');
  await expect(result).resolves.toBe(1);
  expect(names).toHaveLength(1);
});

test('what is exported stays exported', () => {
  const names: string[] = [];
  const code = 'export function f() { return 1; }\nexport default function g() { return 2; }';
  const telling = withCallsTold(code, 'src/a.js')
    .replaceAll('export default', '')
    .replaceAll('export', '');
  runInNewContext(`${telling}; f()`, { tellCall: (_: string, name: string) => names.push(name) });
  expect(withCalledInParentheses(code, names)).toBe(
    'export const f = (function f() { return 1; });\n\nexport default function g() { return 2; }'
  );
});
