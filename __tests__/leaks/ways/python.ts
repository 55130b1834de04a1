import {
  base64,
  byteNumbers,
  chain,
  context,
  document,
  entity,
  hex,
  hexBytes,
  joined,
  json,
  jsonWith,
  markup,
  percent,
  plus,
  quotedPrintable,
  raw,
  replacing,
  repr,
  shortened,
  textOf,
  utf16,
  when,
  windowsArgument,
  within,
  wrapped,
  type Printer
} from '../printers.js';
import { approximate, way, type Tool, type Way } from '../way.js';

const quoted = percent(/[\w.~-]/);
const url = (user: string): Printer => chain(quoted, within(`postgres://${user}:`, '@db/app'));
const USERS = ['app', 'apps', 'app01'];
const bytesOn = (bytes: number): string =>
  bytes === 0 ? '' : `, ${bytes} byte${bytes > 1 ? 's' : ''} on`;

/** docker's credentials: the password, and base64 of user and password. */
const dockerConfig = (user: string): Printer =>
  joined(
    chain(jsonWith(/[<>&]/), within(`{"auths":{"ghcr.io":{"username":"${user}","password":`, '')),
    chain(within(`${user}:`, ''), base64(), within(',"auth":"', '"}}}'))
  );
const dockerAuth = (user: string): Printer =>
  chain(within(`${user}:`, ''), base64(), within('{"auths":{"ghcr.io":{"auth":"', '"}}}'));

/** How much text comes before a password on its line: from nothing to a whole line, by chance but always the same. */
const textBefore = (password: string, width: number): string =>
  '.'.repeat((Array.from(password).reduce((sum, text) => sum + text.charCodeAt(0), 0) * 7) % width);

const FOLDS = [40, 60, 72, 80, 100, 132];
const folded = (width: number): Way => ({
  name: `folded at ${width} columns`,
  print: (password) => chain(within(textBefore(password, width), ''), wrapped(width))(raw(password))
});
const WRAPS = [76, 64, 60];
const wrappedBase64 = (width: number): Way => ({
  name: `base64 of a file, wrapped at ${width} columns`,
  print: (password) =>
    chain(
      within(textBefore(password, (width * 3) / 4), '\n'),
      base64(),
      wrapped(width)
    )(raw(password))
});

const PROGRAM = `
import sys, json, shlex, html, base64, csv, io, subprocess, urllib.parse as url, argparse, configparser, quopri, re, pprint
import xml.sax.saxutils as sax, xml.etree.ElementTree as tree
def row(p):
    out = io.StringIO(); csv.writer(out, lineterminator='').writerow([p, 'x']); return out.getvalue()
def attribute(p):
    return tree.tostring(tree.Element('a', p=p)).decode()
def port(p):
    try: url.urlsplit('postgres://app:' + p + '@db:5432/app').port; return ''
    except ValueError as e: return str(e)
def docker(user, p):
    return json.dumps({'auths': {'ghcr.io': {'auth': base64.b64encode((user + ':' + p).encode()).decode()}}}, separators=(',', ':'))
def whole(user, p):
    j = json.dumps(p).replace('<', '\\\\u003c').replace('>', '\\\\u003e').replace('&', '\\\\u0026')
    return '{"auths":{"ghcr.io":{"username":"' + user + '","password":' + j + ',"auth":"' + base64.b64encode((user + ':' + p).encode()).decode() + '"}}}'
before = lambda p, width: '.' * (sum(map(ord, p)) * 7 % width)
wrap = lambda text, n: '\\x01'.join(text[i:i + n] for i in range(0, len(text), n))
b = lambda text: base64.b64encode(text.encode()).decode()
b8 = lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')
q = lambda p: url.quote(p, safe='')
for p in sys.stdin.read().split('\\n')[:-1]:
    doc = json.dumps({'auths': {'ghcr.io': {'username': 'ci', 'password': p}}}, separators=(',', ':'))
    go = json.dumps(p).replace('<', '\\\\u003c').replace('>', '\\\\u003e').replace('&', '\\\\u0026')
    for line in (repr(p), json.dumps(p), json.dumps(json.dumps(p)), json.dumps(json.dumps(json.dumps(p))),
        'send: ' + repr(json.dumps({'password': p}).encode()), shlex.quote(p), url.quote(p),
        q(p), url.quote_plus(p), html.escape(p), sax.escape(p), attribute(p), row(p), re.escape(p),
        subprocess.list2cmdline(['x', p]), 'x: error: argument --port: invalid int value: %r' % p, port(p),
        p[:25] + '...' + p[-24:] if len(p) > 49 else p, quopri.encodestring(p.encode()).decode().replace('=\\n', '\\x01'),
        *(b(user + ':' + p) for user in ('ci', 'app', 'u')),
        *(b('postgres://' + user + ':' + p + '@db/app') for user in ('app', 'apps', 'app01')),
        *(b('postgres://' + user + ':' + q(p) + '@db/app') for user in ('app', 'apps', 'app01')),
        *(b8('postgres://' + user + ':' + q(p) + '@db/app') for user in ('app', 'apps', 'app01')),
        *(b8('a' * n + p) for n in range(3)), *(b(' ' * n + doc) for n in range(3)), *(b8(' ' * n + doc) for n in range(3)),
        *(base64.b64encode(('x' * n + p).encode('utf-16-le')).decode() for n in range(3)),
        *(b(' ' * n + docker(user, p)) for user in ('ci', 'app', 'u') for n in range(3)),
        *(b(whole(user, p)) for user in ('ci', 'app', 'u')), docker('ci', p), b(b(p)),
        *(b("a" * n + "password: '" + p.replace("'", "''") + "'\\n") for n in range(3)),
        *(b('a' * n + '<password>' + sax.escape(p) + '</password>') for n in range(3)),
        *(b('a' * n + 'password = ' + json.dumps(p) + '\\n') for n in range(3)),
        p.encode().hex(), p.encode().hex(' '), p.replace('%', '%%'), p.replace('$', '$$'),
        *(wrap(before(p, width) + p, width) for width in ${JSON.stringify(FOLDS)}), *(wrap(p, width) for width in (40, 80)),
        *(wrap(b(before(p, width * 3 // 4) + p + '\\n'), width) for width in ${JSON.stringify(WRAPS)}), *(wrap(b(p), width) for width in (76, 64)),
        base64.b32encode(p.encode()).decode(), p[::-1], p.upper(), str(list(p.encode())), str(list(p))):
        print(line)
`;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32: Printer = (printed) => {
  const bits = printed.map(({ text }) => text.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  const symbols = (bits.match(/.{1,5}/g) ?? []).map((value, at) => ({
    text: BASE32[parseInt(value.padEnd(5, '0'), 2)] ?? '',
    tells: Array.from(value).flatMap((_, bit) =>
      (printed[(at * 5 + bit) >> 3]?.tells ?? []).map(
        ([character, share]) => [character, share / 8] as const
      )
    )
  }));
  return within('', '='.repeat((8 - (symbols.length % 8)) % 8))(symbols);
};

/** urllib's complaint about a port, which is what it takes the password for when the URL is cut at / ? or #. */
const portError: Printer = (printed) => {
  const netloc = chain(within('app:', '@db:5432/app'), (all) => {
    const at = all.findIndex(({ text }) => /[/?#]/.test(text));
    return at < 0 ? all : all.slice(0, at);
  })(printed);
  const text = textOf(netloc);
  if (text.includes('[') !== text.includes(']')) return within('Invalid IPv6 URL', '')([]);
  if (/\[|\]/.test(text)) return within('', '')([]);
  const host = netloc.slice(text.lastIndexOf('@') + 1);
  const colon = textOf(host).indexOf(':');
  const port = colon < 0 ? [] : host.slice(colon + 1);
  if (port.length === 0) return [];
  if (/^\d+$/.test(textOf(port))) {
    return Number(textOf(port)) > 65535 ? within('Port out of range 0-65535', '')([]) : [];
  }
  return within('Port could not be cast to integer value as ', '')(repr(port));
};

export const python: Tool = {
  name: 'python3',
  command: ['python3', '-c', PROGRAM],
  ways: [
    way('Python repr', repr),
    way('Python json.dumps', json),
    way('JSON in JSON', json, json),
    way('JSON three deep', json, json, json),
    way(
      'Python requests, in debug mode',
      json,
      within('{"password": ', '}'),
      repr,
      within('send: b', '')
    ),
    way('Python shlex.quote', when(/[^\w@%+=:,./-]/, chain(replacing(/'/, `'"'"'`), within("'")))),
    way('Python urllib quote', percent(/[\w.~/-]/)),
    way('RFC 3986', quoted),
    way('Python quote_plus', quoted, plus),
    way('Python html.escape', entity({ ...markup, '"': 'quot', "'": '#x27' })),
    way('XML text', entity(markup)),
    way('XML attribute', entity({ ...markup, '"': 'quot' }), within('<a p="', '" />')),
    way(
      'CSV',
      when(/[", ]/, when(/[",]/, chain(replacing(/"/, '""'), within('"')))),
      within('', ',x')
    ),
    way('Python re.escape', replacing(/[ #$&()*+\-.?[\\\]^{|}~]/, '\\$&')),
    way('Windows arguments', windowsArgument, within('x ', '')),
    way(
      'Python argparse error',
      repr,
      within('x: error: argument --port: invalid int value: ', '')
    ),
    approximate(way('Python urllib port error', portError)),
    way('pydantic error', shortened(25, 24, '...')),
    way('quoted-printable', quotedPrintable),
    ...['ci', 'app', 'u'].map((user) =>
      way(`base64 of ${user}:password`, within(`${user}:`, ''), base64())
    ),
    ...USERS.map((user, at) =>
      way(
        `base64 of a connection string, raw${bytesOn(at)}`,
        within(`postgres://${user}:`, '@db/app'),
        base64()
      )
    ),
    ...USERS.map((user, at) =>
      way(`base64 of a connection string${bytesOn(at)}`, url(user), base64())
    ),
    ...USERS.map((user, at) =>
      way(`base64url of a connection string${bytesOn(at)}`, url(user), base64('base64url'))
    ),
    ...[0, 1, 2].map((bytes) =>
      way(`base64url${bytesOn(bytes)}`, within('a'.repeat(bytes), ''), base64('base64url'))
    ),
    ...(['base64', 'base64url'] as const).flatMap((alphabet) =>
      [0, 1, 2].map((bytes) =>
        way(
          `${alphabet} of a JSON document${bytesOn(bytes)}`,
          document,
          within(' '.repeat(bytes), ''),
          base64(alphabet)
        )
      )
    ),
    ...[0, 1, 2].map((bytes) =>
      way(`base64 of UTF-16${bytesOn(bytes * 2)}`, within('x'.repeat(bytes), ''), utf16, base64())
    ),
    ...['ci', 'app', 'u'].flatMap((user) =>
      [0, 1, 2].map((bytes) =>
        way(
          `base64 of docker's config.json, user ${user}${bytesOn(bytes)}`,
          dockerAuth(user),
          within(' '.repeat(bytes), ''),
          base64()
        )
      )
    ),
    ...['ci', 'app', 'u'].map((user) =>
      way(`dockerconfigjson of a Kubernetes secret, user ${user}`, dockerConfig(user), base64())
    ),
    way("docker's config.json", dockerAuth('ci')),
    way('base64 twice', base64(), base64()),
    ...[0, 1, 2].map((bytes) =>
      way(
        `base64 of YAML${bytesOn(bytes)}`,
        replacing(/'/, "''"),
        within(`${'a'.repeat(bytes)}password: '`, "'\n"),
        base64()
      )
    ),
    ...[0, 1, 2].map((bytes) =>
      way(
        `base64 of XML${bytesOn(bytes)}`,
        entity(markup),
        within(`${'a'.repeat(bytes)}<password>`, '</password>'),
        base64()
      )
    ),
    ...[0, 1, 2].map((bytes) =>
      way(
        `base64 of TOML or tfvars${bytesOn(bytes)}`,
        json,
        within(`${'a'.repeat(bytes)}password = `, '\n'),
        base64()
      )
    ),
    way('Python bytes.hex', hex),
    way("Python bytes.hex(' ')", hexBytes),
    way('%%: systemd, configparser', replacing(/%/, '%%')),
    way('$$: compose, make', replacing(/\$/, '$$$$')),
    ...FOLDS.map(folded),
    ...[40, 80].map((width) => way(`folded at ${width} columns, alone`, wrapped(width))),
    ...WRAPS.map(wrappedBase64),
    ...[76, 64].map((width) => way(`base64 wrapped at ${width} columns`, base64(), wrapped(width))),
    way('base32', base32),
    way('reversed', (printed) => printed.toReversed()),
    way('upper case', (printed) =>
      printed.map(({ text, tells }) => ({ text: text.toUpperCase(), tells }))
    ),
    way('list of byte numbers', byteNumbers(', '), within('[', ']')),
    way('list of characters', (printed) =>
      within(
        '[',
        ']'
      )(printed.flatMap((sign, at) => [...(at > 0 ? context(', ') : []), ...repr([sign])]))
    )
  ]
};
