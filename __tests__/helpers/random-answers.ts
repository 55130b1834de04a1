import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { HostileAnswer } from '../../emulator/hostile-answers.js';

/** Put wherever a response has something secret. */
export const CANARY = 'cAnAry-q8Zk3vXw7Tn2';

/** Numbers from 0 up to, not including, 1; the same for the same seed. Source: mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const injections = [
  '\n::add-mask::a',
  '\r\n::error::planted',
  '\r::set-output name=password::planted',
  '\u2028::warning::planted',
  ' ##[add-mask]a',
  '##[error]planted',
  '::stop-commands::x',
  '\u001b]0;planted\u0007',
  '\u001b[2J',
  '\u009b31m',
  '\u0000',
  '\ud800',
  '%0A::error::planted',
  'x'.repeat(70_000)
];

/** Answers that no service would give, of every kind: heads, bodies, redirects, encodings and wrecks of HTTP. */
export function randomAnswer(random: () => number, elsewhere: string): HostileAnswer {
  const integer = (below: number): number => Math.floor(random() * below);
  const one = <T>(values: readonly T[]): T => values[integer(values.length)]!;
  const chance = (share: number): boolean => random() < share;
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => integer(256)));
  const hostile = (value: string): string => (chance(0.4) ? value + one(injections) : value);

  const scalar = (): unknown =>
    one<() => unknown>([
      () => null,
      () => integer(2) === 0,
      () => integer(1e9) - 5e8,
      () => 1e308,
      () => CANARY,
      () => one(injections),
      () => bytes(integer(40)).toString(),
      () => []
    ])();
  const value = (usual: string): unknown => (chance(0.6) ? hostile(usual) : scalar());
  const uuid = '8f2a7c1e-5b3d-4a6f-9e8d-1c2b3a4d5e6f';
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf';
  const error = one([
    'ThrottlingException',
    'InternalFailure',
    'AccessDeniedException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ResourceExistsException',
    'ExpiredTokenException',
    'InvalidIdentityToken',
    'LimitExceededException',
    'Odd'
  ]);
  const jwt = (): string =>
    `e30.${Buffer.from(JSON.stringify({ sub: hostile('repo:a/b'), aud: hostile('x'), iss: hostile('https://x') })).toString('base64url')}.c2ln`;
  const fields: Readonly<Record<string, () => unknown>> = {
    value: () => value(jwt()),
    RandomPassword: () => value(`${CANARY}Aa1!`),
    SecretString: () => value(CANARY),
    ARN: () => value(arn),
    VersionId: () => value(uuid),
    VersionIdsToStages: () =>
      chance(0.7)
        ? { [String(value(uuid))]: chance(0.7) ? [value('AWSCURRENT')] : scalar() }
        : scalar(),
    VersionStages: () => (chance(0.7) ? [value('AWSCURRENT')] : scalar()),
    CreatedDate: scalar,
    DeletedDate: scalar,
    OwningService: () => (chance(0.2) ? value('rds') : undefined),
    PrimaryRegion: () => (chance(0.2) ? value('us-east-1') : undefined),
    RotationEnabled: scalar,
    key: () => value(Buffer.alloc(32, 9).toString('base64')),
    key_id: () => value('568250167242549743'),
    __type: () => value(error),
    code: () => value(error),
    // Nothing secret: what a service refuses is quoted.
    message: () => hostile('API rate limit exceeded, secondary rate limit, IP allow list'),
    Message: () => hostile('no'),
    __proto__: scalar
  };
  const json = (): string =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(fields)
          .filter(() => chance(0.5))
          .map(([name, make]) => [name, make()])
      )
    );
  const xmlText = (text: unknown): string =>
    String(text).replaceAll(/[<&]/g, (sign) => (chance(0.8) ? `&#${sign.charCodeAt(0)};` : sign));
  const element = (name: string, inner: string): string => `<${name}>${inner}</${name}>`;
  const xml = (): string =>
    one([
      () =>
        element(
          'AssumeRoleWithWebIdentityResponse',
          element(
            'AssumeRoleWithWebIdentityResult',
            element(
              'Credentials',
              ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration']
                .filter(() => chance(0.9))
                .map((name) => element(name, xmlText(value(CANARY))))
                .join('')
            )
          )
        ),
      () =>
        element(
          'ErrorResponse',
          element(
            'Error',
            element('Code', xmlText(value(error))) +
              element('Message', xmlText(hostile('audience')))
          )
        ),
      () =>
        `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}">${'bcdefghi'
          .split('')
          .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'.charAt(at)};`.repeat(10)}">`)
          .join('')}]><x>&i;</x>`,
      () => '<a>'.repeat(20_000)
    ])();
  const body = (): Buffer =>
    one<() => Buffer>([
      () => bytes(integer(300)),
      () => Buffer.from(json()),
      () => Buffer.from(json()),
      () => Buffer.from(json()),
      () => Buffer.from(xml()),
      () => Buffer.from(xml()),
      () => Buffer.from(`\ufeff${json()}`, one(['utf8', 'utf16le', 'latin1'] as const)),
      () => Buffer.from(JSON.stringify(scalar())),
      () =>
        Buffer.from(one(['', 'null', '[]', '{', '"', '<!doctype html><h1>Sign in</h1>', CANARY])),
      () =>
        Buffer.from(
          one(['[', '{"a":', 'x', '\n::error::planted', '\u0000']).repeat(
            one([10, 10_000, 200_000])
          )
        )
    ])();
  const encoded = (content: Buffer): readonly [Buffer, string] =>
    one<() => readonly [Buffer, string]>([
      () => [gzipSync(content), 'gzip'],
      () => [deflateSync(content), 'deflate'],
      () => [brotliCompressSync(content), 'br'],
      () => [gzipSync(Buffer.alloc(4 << 20)), 'gzip'],
      () => [content, one(['gzip', 'br', 'zstd', 'x', 'identity', 'gzip, gzip'])]
    ])();
  const location = (): string =>
    one([
      `${elsewhere}/x`,
      elsewhere.replace('http:', 'https:'),
      '/',
      '//',
      'http://[',
      `//${elsewhere.slice('http://'.length)}`,
      'javascript:x',
      '##[error]planted',
      'file:///etc/passwd',
      '?again',
      'x'.repeat(5000)
    ]);
  const latin = (text: string): string => text.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '');
  const headers = (): [string, string][] =>
    (
      [
        [
          'content-type',
          () =>
            one([
              'application/json',
              'application/x-amz-json-1.1',
              'text/xml',
              'text/html',
              'application/json; charset=utf-16',
              ';;',
              'image/png',
              ''
            ])
        ],
        ['x-amzn-requestid', () => hostile(uuid)],
        ['x-amzn-errortype', () => hostile(error)],
        ['x-amzn-query-error', () => hostile(`${error};Sender`)],
        [
          'retry-after',
          () =>
            one([
              '0',
              '1',
              '30',
              '86400',
              '-1',
              'soon',
              '1e9',
              '99999999999999999999',
              'Wed, 25 Nov 2026 21:00:00 GMT'
            ])
        ],
        ['x-ratelimit-remaining', () => one(['0', '1', '-1', 'x'])],
        ['x-ratelimit-reset', () => one(['0', '1', 'x', '99999999999999', '-5'])],
        ['x-github-sso', () => hostile('required; url=https://planted')],
        ['deprecation', () => hostile('true')],
        ['sunset', () => hostile('planted')],
        ['link', () => '<planted>; rel="deprecation"'],
        [
          'date',
          () =>
            one([
              'Thu, 01 Jan 1970 00:00:00 GMT',
              'never',
              new Date(8.64e15).toUTCString(),
              new Date().toUTCString()
            ])
        ],
        ['location', location],
        ['set-cookie', () => hostile('a=b')],
        ['www-authenticate', () => hostile('Basic')],
        ['x-odd', () => bytes(integer(50)).toString('latin1')]
      ] as const
    )
      .filter(() => chance(0.35))
      .map(([name, make]) => [name, latin(make())]);
  const wreck = (): Buffer =>
    one<() => Buffer>([
      () => bytes(integer(500)),
      () => Buffer.from('HTTP/1.1 200 OK\r\n'),
      () => Buffer.from('HTTP/9.9 200 OK\r\n\r\n'),
      () => Buffer.from(`HTTP/1.1 200 ${one(injections)}\r\n\r\n{}`),
      () =>
        Buffer.from(
          `HTTP/1.1 ${one(['000', '99', '600', '999', '-1', '2e2'])} X\r\nContent-Length: 2\r\n\r\n{}`
        ),
      () =>
        Buffer.from(
          `HTTP/1.1 101 Switching Protocols\r\n${one(['Upgrade: x\r\nConnection: upgrade\r\n', 'Upgrade: x\r\n', ''])}\r\n{}`
        ),
      () => Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(one([1, 1000]))),
      () => Buffer.from(`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(5000)}\r\n{}`),
      () => Buffer.from(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\n{}`),
      () => Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}'),
      () =>
        Buffer.from(
          'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'
        ),
      () =>
        Buffer.from(
          `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${one(['ffffffffff', 'x', '-1', '2\r\n{}\r\n'])}\r\n`
        ),
      () =>
        Buffer.from(
          `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'e'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`
        ),
      () => Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${json()}`.slice(0, 200)),
      () =>
        Buffer.from(
          `HTTP/1.1 302 Found\r\nLocation: ${location()}\r\nLocation: ${location()}\r\n\r\n`
        ),
      () =>
        Buffer.from(
          `HTTP/1.1 200 OK\r\nContent-Length: ${one(['-1', '1e3', '0', '9'.repeat(20), '100000'])}\r\n\r\n${json()}`
        ),
      () => Buffer.from(`HTTP/1.0 200 OK\r\n\r\n${json()}`)
    ])();

  if (chance(0.15)) return { delivery: 'raw', body: wreck() };
  if (chance(0.01)) return { headers: headers(), body: 'x'.repeat(65_536), delivery: 'endless' };
  const given = headers();
  const [content, encoding] = chance(0.15) ? encoded(body()) : [body(), undefined];
  if (encoding !== undefined) given.push(['content-encoding', encoding]);
  return {
    status: one([
      200, 200, 200, 200, 201, 204, 301, 302, 307, 308, 304, 400, 401, 403, 404, 422, 429, 500, 503,
      599
    ]),
    headers: given,
    body: content
  };
}
