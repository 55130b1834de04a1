import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';

const { href } = new URL('../../bundle/arrow-functions.mjs', import.meta.url);
const { withoutArrowFunctions } = (await import(href)) as {
  withoutArrowFunctions: (code: string) => string;
};

test.each([
  ['one parameter', 'const f = a => a + 1; [f(1), f.name, f.length]'],
  ['no parameters', 'const f = () => 7; f()'],
  ['a block', 'const f = (a, b) => { return a + b; }; f(1, 2)'],
  ['an object', 'const f = (a) => ({ a }); f(1)'],
  ['a trailing comma', 'const f = (a, b,) => a + b; f(1, 2)'],
  ['a comment and a line end', 'const f = (a /* first */) => // sum\n  a + 1; f(1)'],
  ['a rest and a pattern', 'const f = ({ a }, ...[b]) => a + b; f({ a: 1 }, 2)'],
  ['one inside of another', 'const f = a => b => c => a + b + c; f(1)(2)(3)'],
  ['one inside of the parameters', 'const f = (g = (a) => a * 2, h = g) => h(4); f()'],
  ['a condition', 'const f = true ? () => 1 : () => 2; f()'],
  ['a call on the spot', '((a) => a + 1)(1)'],
  ['an argument', '[1, 2, 3].map((a) => a * 2).filter(a => a > 2)'],
  ['a property', 'const o = { f: () => 1 }; [o.f(), o.f.name]'],
  [
    'a function with a this of its own',
    'const f = () => function () { return this.a; }; f().call({ a: 1 })'
  ]
])('a function does what the arrow function did: %s', (_, code) => {
  const changed = withoutArrowFunctions(code);
  expect(changed).not.toContain('=>');
  expect(runInNewContext(changed)).toEqual(runInNewContext(code));
});

test('an asynchronous one stays asynchronous', async () => {
  const changed = withoutArrowFunctions('const f = async (a) => await a; f(Promise.resolve(1))');
  expect(changed).toContain('async function (a) { return await a; }');
  await expect(runInNewContext(changed)).resolves.toBe(1);
});

test.each([
  'class A { f() { return () => this.a; } }',
  'class A { a = () => 1; f = () => this.a; }',
  'class A extends B { f() { return () => super.f(); } }',
  'function f() { return () => arguments; }',
  'function f() { return () => new.target; }',
  'function f() { return () => () => this; }',
  'function f() { return (a = this) => a; }'
])('one that shares what it stands in is left: %s', (code) => {
  expect(withoutArrowFunctions(code)).toContain('=>');
});
