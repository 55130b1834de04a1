import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors/action-error.js';
import { isLoopback } from '../../src/network/loopback.js';
import { findProxy, proxyAuthorization } from '../../src/network/proxy.js';

type Env = Readonly<Record<string, string>>;

const proxyOf = (url: string, env: Env): string | undefined => findProxy(new URL(url), env)?.href;
const AWS = 'https://sts.eu-west-1.amazonaws.com/';
const PROXY = 'http://proxy.example:3128';

describe('the variable', () => {
  test.each<[string, Env, string | undefined]>([
    [AWS, {}, undefined],
    [AWS, { HTTPS_PROXY: PROXY, https_proxy: ' ' }, `${PROXY}/`],
    [AWS, { HTTPS_PROXY: '\t', https_proxy: PROXY }, `${PROXY}/`],
    [AWS, { HTTPS_PROXY: PROXY, no_proxy: ' ', NO_PROXY: '*' }, undefined],
    [AWS, { HTTPS_PROXY: '', https_proxy: '  ' }, undefined],
    [AWS, { HTTPS_PROXY: PROXY }, `${PROXY}/`],
    [AWS, { https_proxy: PROXY }, `${PROXY}/`],
    [AWS, { https_proxy: PROXY, HTTPS_PROXY: 'http://other' }, `${PROXY}/`],
    [AWS, { HTTP_PROXY: PROXY, http_proxy: PROXY }, undefined],
    ['http://example.org', { HTTP_PROXY: PROXY }, `${PROXY}/`],
    ['http://example.org', { http_proxy: PROXY, HTTP_PROXY: 'http://other' }, `${PROXY}/`],
    ['http://example.org', { HTTPS_PROXY: PROXY, https_proxy: PROXY }, undefined],
    ...['localhost', '127.0.0.1', '127.1.2.3', '[::1]'].map((host): [string, Env, undefined] => [
      `https://${host}:8443/x`,
      { HTTPS_PROXY: PROXY },
      undefined
    ]),
    ['https://127.example.org', { HTTPS_PROXY: PROXY }, `${PROXY}/`]
  ])('for %s in %j is %s', (url, env, expected) => {
    expect(proxyOf(url, env)).toBe(expected);
  });
});

describe('the value', () => {
  test.each([
    ['https://proxy.example', 'https://proxy.example/'],
    ['HTTP://proxy.example:8080/', 'http://proxy.example:8080/'],
    ['proxy.example:3128', 'http://proxy.example:3128/'],
    ['proxy.example', 'http://proxy.example/'],
    ['localhost:3128', 'http://localhost:3128/'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/'],
    ['[fd00::1]:3128', 'http://[fd00::1]:3128/'],
    ['http://user:p w@proxy.example', 'http://user:p%20w@proxy.example/'],
    ['http://user:p@w@proxy.example', 'http://user:p%40w@proxy.example/'],
    [' http://proxy.example:3128\n', 'http://proxy.example:3128/']
  ])('%j is read as %s', (value, expected) => {
    expect(proxyOf(AWS, { HTTPS_PROXY: value })).toBe(expected);
  });

  // Each has "hunter" in its user or password.
  const unreadable = [
    'http://hunter:pa#hunter@proxy.example:3128',
    'http://hunter:77#hunter@proxy.example:3128',
    'http://hunter:77/hunter@proxy.example:3128',
    'http://hunter:77?hunter@proxy.example:3128',
    'http://hunter\\hunter:hunter@proxy.example:3128',
    'hunter:hunter@proxy.example:3128',
    'hunter@proxy.example',
    'http://hunter:hunter@',
    'http://hunter:hunter@proxy example',
    'http://hunter:hunter@proxy.example:99999',
    'socks5://hunter:hunter@proxy.example:1080',
    'ftp://hunter@proxy.example',
    'http://hunter:hunter@%zz',
    'hunter hunter',
    '://hunter'
  ];
  test.each(unreadable)('%j is refused, and no piece of it shown', (value) => {
    for (const variable of ['HTTPS_PROXY', 'https_proxy']) {
      const read = (): unknown => findProxy(new URL(AWS), { [variable]: value });
      expect(read).toThrow(ActionError);
      expect(read).toThrow(
        new RegExp(`^${variable} must be an http or https URL.*write % as %25, # as %23`)
      );
      expect(read).not.toThrow(/hunter|77/);
    }
  });

  test.each(unreadable)('%j does not matter where it does not apply', (value) => {
    expect(proxyOf(AWS, { HTTP_PROXY: value })).toBeUndefined();
    expect(proxyOf(AWS, { HTTPS_PROXY: value, NO_PROXY: '.amazonaws.com' })).toBeUndefined();
    expect(proxyOf('https://localhost', { HTTPS_PROXY: value })).toBeUndefined();
  });
});

describe('user and password', () => {
  const sent = (userinfo: string): string | undefined => {
    const url = findProxy(new URL(AWS), { HTTPS_PROXY: `http://${userinfo}proxy.example` });
    const [, credentials = ''] = proxyAuthorization(url!)?.split('Basic ') ?? [];
    return Buffer.from(credentials, 'base64').toString() || undefined;
  };

  test.each([
    ['', undefined],
    ['user@', 'user:'],
    [':password@', ':password'],
    ['user:50%off@', 'user:50%off'],
    ['user:%@', 'user:%'],
    ['user:%ad@', 'user:%ad'],
    ['user:%23%2F%25%20%5C%40@', 'user:#/% \\@'],
    ['us er:pä@', 'us er:pä'],
    ['user:%C3%A4%zz@', 'user:ä%zz']
  ])('of %j are sent as %j', (userinfo, expected) => {
    expect(sent(userinfo)).toBe(expected);
  });
});

describe('NO_PROXY', () => {
  const isExempt = (url: string, list: string): boolean =>
    proxyOf(url, { HTTPS_PROXY: PROXY, NO_PROXY: list }) === undefined;

  test.each<[list: string, url: string, exempt: boolean]>([
    ['*', AWS, true],
    ['', AWS, false],
    [' , ,', AWS, false],
    ['sts.eu-west-1.amazonaws.com', AWS, true],
    ['STS.EU-WEST-1.AMAZONAWS.COM', AWS, true],
    ['amazonaws.com', AWS, true],
    ['.amazonaws.com', AWS, true],
    ['*.amazonaws.com', AWS, true],
    ['*.eu-west-1.amazonaws.com', AWS, true],
    ['amazonaws', AWS, false],
    ['naws.com', AWS, false],
    ['*naws.com', AWS, false],
    ['.example.org', 'https://example.org', false],
    ['*.example.org', 'https://example.org', false],
    ['example.org', 'https://example.org', true],
    ['a.example,b.example', 'https://b.example', true],
    ['a.example b.example', 'https://b.example', true],
    ['example.org:443', 'https://example.org', true],
    ['example.org:8443', 'https://example.org', false],
    ['example.org:8443', 'https://a.example.org:8443', true],
    ['.example.org:8443', 'https://a.example.org', false],
    ['10.0.0.0/8', 'https://10.200.3.4', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.1.2.3/32', 'https://10.1.2.3', true],
    ['0.0.0.0/0', 'https://8.8.8.8', true],
    ['0.0.0.0/0', 'https://example.org', false],
    ['0.0.0.0/0', 'https://[fd00::1]', false],
    ['10.0.0.0/33', 'https://10.0.0.1', false],
    ['10.0.0.0/', 'https://10.0.0.1', false],
    ['example.org/8', 'https://example.org', false],
    ['fd00::/8', 'https://[fd12:3456::1]', true],
    ['fd00::/8', 'https://[fe80::1]', false],
    ['fd00::/129', 'https://[fd00::1]', false],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['10.1.2.3:443', 'https://10.1.2.3', true],
    ['10.1.2.3:8443', 'https://10.1.2.3', false],
    ['fd00:0:0::1', 'https://[fd00::1]', true],
    ['[fd00::1]', 'https://[fd00::1]', true],
    ['[fd00::1]:443', 'https://[fd00::1]', true],
    ['[fd00::1]:8443', 'https://[fd00::1]', false],
    ['[', 'https://example.org', false],
    [':443', 'https://example.org', false]
  ])('%j for %s: %s', (list, url, exempt) => {
    expect(isExempt(url, list)).toBe(exempt);
  });

  test('in lower case wins', () => {
    const env = { HTTPS_PROXY: PROXY, no_proxy: 'example.org', NO_PROXY: '*' };
    expect(proxyOf(AWS, env)).toBe(`${PROXY}/`);
  });
});

describe('this machine', () => {
  test.each<[string, boolean]>([
    ['http://localhost:1', true],
    ['http://LOCALHOST', true],
    ['http://127.0.0.1', true],
    ['http://127.255.255.254', true],
    ['http://127.1', true],
    ['http://[::1]:8080', true],
    ['http://[0:0:0:0:0:0:0:1]', true],
    ['http://localhost.example', false],
    ['http://a.localhost', false],
    ['http://127.0.0.1.example', false],
    ['http://128.0.0.1', false],
    ['http://0.0.0.0', false],
    ['http://[::]', false],
    ['http://[::ffff:127.0.0.1]', false]
  ])('is %s: %s', (url, expected) => {
    expect(isLoopback(new URL(url))).toBe(expected);
  });
});
