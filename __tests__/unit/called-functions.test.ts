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
  ['none twice', '(() => 1)()', '(() => 1)()'],
  ['no declaration', 'function f() { return 1; } f()', 'function f() { return 1; } f()']
])('what a run calls is put in parentheses: %s', (_, code, expected) => {
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
