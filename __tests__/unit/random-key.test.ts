import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { randomPassword } from '../../emulator/aws/random-password.js';
import {
  encodeKey,
  findKeyViolation,
  KEY_ENCODINGS,
  otherEncodings,
  type KeyEncoding,
  type KeyForm
} from '../../src/password/random-key.js';
import { buildPolicy } from '../../src/password/policy.js';
import { findExistingViolation, findViolation } from '../../src/password/find-violation.js';
import { isAll } from '../helpers/test-all.js';

/** As a run makes it, by the generator of the embedded Secrets Manager. */
const makeKey = (key: KeyForm): string =>
  encodeKey(randomPassword(buildPolicy({ key }).parameters), key);

const SIZES = [16, 17, 18, 32, 64, 100, 1024];
const forms = KEY_ENCODINGS.flatMap((encoding) =>
  SIZES.map((bytes): KeyForm => ({ bytes, encoding }))
);

describe('what AWS is asked for', () => {
  test('hex: two characters a byte out of 0-9 and a-f', () => {
    const { parameters, alphabet, entropyBits } = buildPolicy({
      key: { bytes: 32, encoding: 'hex' }
    });
    expect(parameters).toStrictEqual({
      PasswordLength: 64,
      ExcludeCharacters: 'ghijklmnopqrstuvwxyz',
      ExcludeUppercase: true,
      ExcludePunctuation: true,
      RequireEachIncludedType: false
    });
    expect([alphabet, entropyBits]).toEqual(['0123456789abcdef', 256]);
  });

  test.each([
    [16, 22],
    [17, 23],
    [18, 24],
    [32, 43],
    [1024, 1366]
  ])('base64 and base64url of %d bytes: %d characters out of 64', (bytes, length) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const { parameters, alphabet } = buildPolicy({ key: { bytes, encoding } });
      expect(parameters).toStrictEqual({
        PasswordLength: length,
        ExcludeCharacters: '!"#$%&\'()*+,./:;<=>?@[\\]^`{|}~',
        RequireEachIncludedType: false
      });
      expect(new Set(alphabet).size).toBe(64);
    }
  });

  test('is what the generator then draws from, whole', () => {
    for (const encoding of KEY_ENCODINGS) {
      const { parameters, alphabet, length } = buildPolicy({ key: { bytes: 1024, encoding } });
      const drawn = Array.from({ length: 20 }, () => randomPassword(parameters)).join('');
      expect(drawn).toHaveLength(20 * length);
      expect([...new Set(drawn)].sort()).toEqual(Array.from(alphabet).sort());
    }
  });
});

test.each<[string, KeyEncoding, number, string]>([
  ['0123456789abcdef'.repeat(2), 'hex', 16, '0123456789abcdef'.repeat(2)],
  // The surplus bits of the last character are dropped: 4 of them at 16 bytes, 2 at 17, none at 18.
  ['-_'.repeat(10) + '__', 'base64', 16, '+/'.repeat(10) + '/w=='],
  ['-_'.repeat(10) + '__', 'base64url', 16, '-_'.repeat(10) + '_w'],
  ['-_'.repeat(11) + '_', 'base64', 17, '+/'.repeat(11) + '8='],
  ['-_'.repeat(11) + '_', 'base64url', 17, '-_'.repeat(11) + '8'],
  ['-_'.repeat(12), 'base64', 18, '+/'.repeat(12)],
  ['-_'.repeat(12), 'base64url', 18, '-_'.repeat(12)]
])('%s drawn for %s becomes a canonical key of %d bytes', (drawn, encoding, bytes, key) => {
  expect(encodeKey(drawn, { bytes, encoding })).toBe(key);
  expect(Buffer.from(key, encoding)).toHaveLength(bytes);
  expect(findKeyViolation(key, { bytes, encoding })).toBeUndefined();
});

/** Pearson's statistic as a standard normal deviate, by the approximation of Wilson and Hilferty. */
function deviation(values: Iterable<number>, size: number): number {
  const counts = new Float64Array(size);
  let total = 0;
  for (const value of values) {
    counts[value]! += 1;
    total++;
  }
  const expected = total / size;
  const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const spread = 2 / (9 * (size - 1));
  return (Math.cbrt(chiSquared / (size - 1)) - (1 - spread)) / Math.sqrt(spread);
}

describe.each(KEY_ENCODINGS)('a million bytes in %s', (encoding) => {
  const SIZE = 16;
  const COUNT = 62_500;
  const form = { bytes: SIZE, encoding };
  const { parameters } = buildPolicy({ key: form });
  const read = (text: string): Buffer => Buffer.from(text, encoding);
  const drawn = Array.from({ length: COUNT }, () => encodeKey(randomPassword(parameters), form));
  const bytes = Buffer.concat(drawn.map(read));

  test('are uniform: each byte, each pair of nibbles, the first and the last byte', () => {
    expect(bytes).toHaveLength(1_000_000);
    const neighbours = Array.from(
      { length: bytes.length - 1 },
      (_, at) => (bytes[at]! & 15) * 16 + (bytes[at + 1]! >> 4)
    );
    const [first, last] = [0, SIZE - 1].map((at) =>
      drawn.map((_, key) => bytes[key * SIZE + at]!)
    ) as [number[], number[]];
    // 7.5 standard deviations: for these 12 statistics by chance once in 10^12 runs.
    for (const values of [bytes, neighbours, first, last])
      expect(Math.abs(deviation(values, 256))).toBeLessThan(7.5);
  });

  test('would not be, if a key that begins with "-" were drawn again', () => {
    const others = drawn.filter((key) => !/^[-+]/.test(key));
    const first = others.map((key) => read(key)[0]!);
    expect(Math.abs(deviation(first, 256)) > 7.5).toBe(encoding !== 'hex');
  });
});

/** Each reads lines `ENCODING BYTES KEY` and prints the bytes in hex; a strict decoder fails for what is not canonical. */
const PYTHON = `
import sys, base64, binascii
for line in sys.stdin:
    encoding, size, key = line.split()
    if encoding == 'hex': data = bytes.fromhex(key)
    elif encoding == 'base64': data = binascii.a2b_base64(key, strict_mode=True)
    else: data = base64.urlsafe_b64decode(key + '=' * (-len(key) % 4))
    print(data.hex())
`;
const GO = `
package main

import ("bufio"; "encoding/base64"; "encoding/hex"; "fmt"; "os"; "strings")

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		var data []byte
		var err error
		switch words[0] {
		case "hex": data, err = hex.DecodeString(words[2])
		case "base64": data, err = base64.StdEncoding.Strict().DecodeString(words[2])
		case "base64url": data, err = base64.RawURLEncoding.Strict().DecodeString(words[2])
		}
		if err != nil { fmt.Println("refused"); continue }
		fmt.Println(hex.EncodeToString(data))
	}
}
`;
const JAVA = `
import java.util.*;
class Decode {
  public static void main(String[] args) {
    Scanner lines = new Scanner(System.in);
    while (lines.hasNextLine()) {
      String[] words = lines.nextLine().split(" ");
      byte[] data = words[0].equals("hex") ? HexFormat.of().parseHex(words[2])
        : words[0].equals("base64") ? Base64.getDecoder().decode(words[2]) : Base64.getUrlDecoder().decode(words[2]);
      System.out.println(HexFormat.of().formatHex(data));
    }
  }
}
`;
const tools = [
  ['Python', 'python3', [], 'decode.py', PYTHON],
  ['Go', 'go', ['run'], 'decode.go', GO],
  ['Java', 'java', [], 'Decode.java', JAVA]
] as const;
const isHere = (command: string): boolean =>
  spawnSync(command, [command === 'go' ? 'version' : '--version']).status === 0;

describe.each(tools)('%s', (_, command, options, file, program) => {
  const decode = (lines: readonly string[]): readonly string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    try {
      writeFileSync(join(folder, file), program);
      const { stdout, stderr, status } = spawnSync(command, [...options, join(folder, file)], {
        input: lines.map((line) => `${line}\n`).join(''),
        encoding: 'utf8',
        env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '' },
        maxBuffer: 1e8
      });
      expect([stderr, status]).toEqual(['', 0]);
      return stdout.trimEnd().split('\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  (isHere(command) && (isAll || command === 'python3') ? test : test.skip)(
    'decodes each key to exactly its bytes',
    () => {
      const keys = forms.flatMap((form) =>
        Array.from({ length: 30 }, () => ({ ...form, key: makeKey(form) }))
      );
      const decoded = decode(keys.map(({ encoding, bytes, key }) => `${encoding} ${bytes} ${key}`));
      expect(decoded).toEqual(
        keys.map(({ encoding, key }) => Buffer.from(key, encoding).toString('hex'))
      );
      expect(decoded.map(({ length }) => length / 2)).toEqual(keys.map(({ bytes }) => bytes));
      // The strict one does refuse what was drawn with surplus bits.
      if (command === 'go') expect(decode([`base64 16 ${'/'.repeat(22)}==`])).toEqual(['refused']);
    }
  );
});

describe('what exists', () => {
  const key = { bytes: 16, encoding: 'hex' } as const;
  const hex = '00ff'.repeat(8);

  test.each<[string, string, KeyForm]>([
    ['hex', hex, key],
    ['base64', 'AP8A/wD/AP8A/wD/AP8A/w==', { bytes: 16, encoding: 'base64' }],
    ['base64url', 'AP8A_wD_AP8A_wD_AP8A_w', { bytes: 16, encoding: 'base64url' }]
  ])('is a key: %s', (_, text, form) => {
    const policy = buildPolicy({ key: form });
    expect([findViolation(text, policy), findExistingViolation(text, policy)]).toEqual([
      undefined,
      undefined
    ]);
  });

  test.each<[string, string, KeyForm]>([
    ['upper case', hex.toUpperCase(), key],
    ['too short', hex.slice(2), key],
    ['too long', `${hex}00`, key],
    ['half a byte more', `${hex}0`, key],
    ['a line break', `${hex}\n`, key],
    ['a password', 'x'.repeat(32), key],
    ['without padding', 'AP8A/wD/AP8A/wD/AP8A/w', { bytes: 16, encoding: 'base64' }],
    ['with padding', 'AP8A_wD_AP8A_wD_AP8A_w==', { bytes: 16, encoding: 'base64url' }],
    ['another alphabet', 'AP8A/wD/AP8A/wD/AP8A/w', { bytes: 16, encoding: 'base64url' }],
    ['not canonical', 'AP8A_wD_AP8A_wD_AP8A_x', { bytes: 16, encoding: 'base64url' }]
  ])('is no key: %s', (_, text, form) => {
    const policy = buildPolicy({ key: form });
    const words = `it is no key of 16 bytes in ${form.encoding}`;
    expect([findViolation(text, policy), findExistingViolation(text, policy)]).toEqual([
      words,
      words
    ]);
    expect(otherEncodings(text, form)).toEqual([]);
  });
});

test.each(forms)('other encodings of the same bytes: %j', (form) => {
  const key = makeKey(form);
  const bytes = Buffer.from(key, form.encoding);
  const others = otherEncodings(key, form);
  expect(others.length).toBeLessThanOrEqual(12);
  expect(new Set([key, ...others]).size).toBe(others.length + 1);
  const masked = (text: string): string =>
    [key, ...others].reduce((all, mask) => all.replaceAll(mask, '***'), text);
  for (const text of [
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('base64').replaceAll('=', ''),
    `${bytes.toString('base64url')}${'='.repeat(-bytes.toString('base64url').length & 3)}`
  ])
    expect(masked(text)).toMatch(/^\*\*\*=*$/);
});
