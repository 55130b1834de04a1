import {
  after,
  base64,
  bashQuotes,
  before,
  chain,
  context,
  each,
  entity,
  hex,
  hexBytes,
  joined,
  json,
  jsonWith,
  markup,
  percent,
  plus,
  replacing,
  shortened,
  textOf,
  u,
  upper,
  when,
  within,
  wrapped,
  type Printed,
  type Printer
} from '../printers.js';
import { approximate, perLine, piped, versions, way, type Tool, type Way } from '../way.js';

const oneLine = (command: string): string => `printf %s "$p" | ${command}; echo`;
const upperHex = each((sign) => upper(sign.charCodeAt(0)));

/** Spaces as plus signs, and hexadecimal digits in lower case. */
const lowerQuery = chain(
  percent(/[\w.~-]/, (code) => upper(code).toLowerCase()),
  plus
);

const jq: Tool = {
  name: 'jq',
  command: [
    'jq',
    '-Rr',
    '@uri, @base64, @sh, @html, @json, ([.] | @csv), ([.] | @tsv), (tojson | tojson), (@uri | "postgres://app:" + . + "@db/app" | @base64)'
  ],
  ways: [
    versions(way('jq @uri', percent(/[\w.~-]/)), way('', percent(/[\w.!~*'()-]/))),
    way('jq @base64', base64()),
    way('jq @sh', bashQuotes),
    versions(
      way('jq @html', entity({ ...markup, '"': 'quot', "'": '#39' })),
      way('', entity({ ...markup, '"': 'quot', "'": 'apos' }))
    ),
    way('jq @json', json),
    way('jq @csv', replacing(/"/, '""'), within('"')),
    way('jq @tsv', replacing(/\\/, '\\\\')),
    way('jq tojson, twice', json, json),
    versions(
      way(
        'base64 of a connection string by jq',
        percent(/[\w.~-]/),
        within('postgres://app:', '@db/app'),
        base64()
      ),
      way('', percent(/[\w.!~*'()-]/), within('postgres://app:', '@db/app'), base64())
    )
  ]
};

/** What an awk makes of `-v p="$p"`: one that warns drops a backslash that means nothing, another keeps it. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v'
};
const awk =
  (keepsUnknown: boolean): Printer =>
  (printed) => {
    const out: Printed[number][] = [];
    for (let at = 0; at < printed.length; at++) {
      const sign = printed[at];
      const next = printed[at + 1];
      if (!sign) break;
      if (sign.text !== '\\' || !next) {
        if (sign.text !== '\\' || keepsUnknown) out.push(sign);
        continue;
      }
      const octal = /^[0-7]{1,3}/.exec(textOf(printed.slice(at + 1, at + 4)))?.[0];
      const known = keepsUnknown && next.text === '/' ? undefined : ESCAPES[next.text];
      at++;
      if (octal !== undefined) {
        at += octal.length - 1;
        out.push({ text: String.fromCharCode(parseInt(octal, 8) & 255), tells: sign.tells });
      } else if (known !== undefined) out.push({ text: known, tells: next.tells });
      else if (keepsUnknown) out.push(sign, next);
      else out.push(next);
    }
    return out;
  };

export const commands: readonly Tool[] = [
  {
    name: 'base64',
    command: [
      'bash',
      '-c',
      perLine(
        oneLine('base64 -w0'),
        `echo "$p" | base64 -w0; echo`,
        piped('base64'),
        `printf 'x%s' "$p" | base64 -w0; echo`,
        `printf 'xx%s' "$p" | base64 -w0; echo`
      )
    ],
    limit: 300,
    ways: [
      way('printf | base64 -w0', base64()),
      way('echo | base64 -w0', within('', '\n'), base64()),
      way('printf | base64', base64(), wrapped(76), within('', '\n')),
      way('base64 -w0, 1 byte before', within('x', ''), base64()),
      way('base64 -w0, 2 bytes before', within('xx', ''), base64())
    ]
  },
  {
    name: 'xxd',
    command: [
      'bash',
      '-c',
      perLine(oneLine(`xxd -p | tr -d '\\n'`), oneLine(`xxd -u -p | tr -d '\\n'`), piped('xxd -p'))
    ],
    limit: 300,
    ways: [
      way('xxd -p', hex),
      way('xxd -u -p', upperHex),
      way('xxd -p, wrapped', hex, wrapped(60), within('', '\n'))
    ]
  },
  {
    name: 'od',
    command: ['bash', '-c', perLine(piped('od -An -tx1'), piped('od -An -c'))],
    limit: 300,
    ways: [
      way('od -tx1', (printed) =>
        lines(printed, 16).flatMap((line) => [...context(' '), ...hexBytes(line), ...context('\n')])
      ),
      way('od -c', (printed) =>
        lines(printed, 16).flatMap((line) => [
          ...line.flatMap((sign) => [...context('   '), sign]),
          ...context('\n')
        ])
      )
    ]
  },
  {
    name: 'openssl',
    command: ['bash', '-c', perLine(oneLine('openssl base64 -A'), piped('openssl base64'))],
    limit: 300,
    ways: [
      way('openssl base64 -A', base64()),
      way('openssl base64', base64(), wrapped(64), within('', '\n'))
    ]
  },
  jq,
  {
    name: 'curl',
    command: [
      'bash',
      '-c',
      perLine(
        `curl -sG --data-urlencode "p=$p" -w '%{url_effective}\\n' http://127.0.0.1:1/ || true`
      )
    ],
    limit: 60,
    ways: [
      versions(
        way('curl --data-urlencode', lowerQuery, within('http://127.0.0.1:1/?p=', '')),
        way('', percent(/[\w.~-]/), plus, within('http://127.0.0.1:1/?p=', ''))
      )
    ]
  },
  {
    name: 'wget',
    command: [
      'bash',
      '-c',
      perLine(
        `wget -t1 -O /dev/null "http://127.0.0.1:1/?p=\${p%%#*}" 2>&1 | sed -n '1s/^[^h]*//p'`
      )
    ],
    limit: 60,
    ways: [
      approximate(
        way(
          'wget, a query',
          before(/#/, 'all'),
          percent(/[\w!$&'()*+,./:;=?@[\]~-]/),
          within('http://127.0.0.1:1/?p=', '')
        )
      )
    ]
  },
  {
    name: 'gawk',
    command: [
      'bash',
      '-c',
      perLine(`gawk -v p="$p" 'BEGIN { printf "%s", p }' 2>/dev/null | tr '\\n' '\\001'; echo`)
    ],
    limit: 300,
    ways: [way('gawk -v', awk(false))]
  },
  {
    name: 'mawk',
    command: [
      'bash',
      '-c',
      perLine(`mawk -v p="$p" 'BEGIN { printf "%s", p }' 2>/dev/null | tr '\\n' '\\001'; echo`)
    ],
    limit: 300,
    ways: [way('mawk -v', awk(true))]
  },
  {
    name: 'sqlite3',
    command: [
      'bash',
      '-c',
      perLine(
        `s="select '\${p//\\'/\\'\\'}'"`,
        `sqlite3 :memory: '.headers off' '.mode quote' "$s" '.mode insert' "$s" '.mode csv' "$s" '.mode tcl' "$s" | tr -d '\\r'`
      )
    ],
    limit: 300,
    ways: [
      way('sqlite .mode quote', replacing(/'/, "''"), within("'")),
      way(
        'sqlite .mode insert',
        replacing(/'/, "''"),
        within(`INSERT INTO "table" VALUES('`, "');")
      ),
      way(
        'sqlite .mode csv',
        when(/[^\w!#$%&()*+\-./:;<=>?@[\\\]^`{|}~]/, chain(replacing(/"/, '""'), within('"')))
      ),
      way('sqlite .mode tcl', replacing(/[\\"]/, '\\$&'), within('"'))
    ]
  },
  {
    name: 'kubectl',
    command: [
      'bash',
      '-c',
      perLine(
        `kubectl create secret docker-registry r --docker-server=ghcr.io --docker-username=ci --docker-password="$p" --dry-run=client -o jsonpath='{.data.\\.dockerconfigjson}'; echo`,
        `kubectl create secret generic r --from-literal=p="$p" --dry-run=client -o jsonpath='{.data.p}'; echo`
      )
    ],
    limit: 12,
    ways: [
      way(
        'kubectl create secret docker-registry',
        joined(
          chain(jsonWith(/[<>&]/), within('{"auths":{"ghcr.io":{"username":"ci","password":', '')),
          chain(within('ci:', ''), base64(), within(',"auth":"', '"}}}'))
        ),
        base64()
      ),
      way('kubectl create secret generic', base64())
    ]
  },
  {
    name: 'psql',
    command: [
      'bash',
      '-c',
      perLine(`psql "postgresql://app:$p@127.0.0.1:1/app" -c '' 2>&1 | head -1`)
    ],
    limit: 60,
    ways: [approximate(way('psql: an unescaped password in the URI', libpqError))]
  },
  {
    name: 'git',
    command: [
      'bash',
      '-c',
      perLine(
        `GIT_TERMINAL_PROMPT=0 git clone "http://ci:$p@127.0.0.1:1/o/r" /nonexistent/r 2>&1 </dev/null | tail -1`
      )
    ],
    limit: 60,
    ways: [approximate(way('git clone: an unescaped password in the URL', gitError))]
  }
];

/** What libpq says of a URI whose password ends too early: it takes a part of it for the port or the host. */
function libpqError(printed: Printed): Printed {
  const text = textOf(printed);
  const end = text.search(/[@/]/);
  if (text[end] === '/')
    return within(
      'psql: error: invalid integer value "',
      '" for connection option "port"'
    )(printed.slice(0, end));
  if (/%(?![\dA-Fa-f]{2})/.test(text.slice(0, end < 0 ? undefined : end)))
    return within(
      'psql: error: invalid percent-encoded token: "',
      '"'
    )(end < 0 ? printed : printed.slice(0, end));
  const host = end < 0 ? [] : printed.slice(end + 1);
  const stop = textOf(host).search(/[:/?]/);
  return within(
    'psql: error: could not translate host name "',
    stop < 0 ? '@127.0.0.1" to address' : '" to address'
  )(stop < 0 ? host : host.slice(0, stop));
}

/** git shows the URL, and of one with an at sign in the password what comes after it. */
function gitError(printed: Printed): Printed {
  const end = textOf(printed).search(/[@/?#]/);
  return within(
    "fatal: unable to access 'http://",
    "@127.0.0.1:1/o/r/'"
  )(textOf(printed)[end] === '@' ? printed.slice(end + 1) : within('ci:', '')(printed));
}

const lines = (printed: Printed, width: number): readonly Printed[] =>
  Array.from({ length: Math.ceil(printed.length / width) }, (_, at) =>
    printed.slice(at * width, (at + 1) * width)
  );

const escapeHtml = entity({ ...markup, '"': '#34', "'": '#39' });
const notJson = (characters: RegExp): Printer =>
  each((sign) => (characters.test(sign) ? u(sign.charCodeAt(0)) : sign.replace(/["\\]/, '\\$&')));

/** Sixty columns around the place of an error, as psql shows a statement. */
const around =
  (columns: number, at: (printed: Printed) => number): Printer =>
  (printed) => {
    const place = at(printed);
    const from = Math.max(0, Math.min(place - columns / 2, printed.length - columns));
    return [
      ...context(from > 0 ? '...' : ''),
      ...printed.slice(from, from + columns),
      ...context(from + columns < printed.length ? '...' : '')
    ];
  };
const quoteIn = (printed: Printed): number =>
  printed.findIndex(({ text, tells }) => text === "'" && tells.length > 0);

/** Ways whose tools need Windows, a server, or another version than this machine has. */
export const modelled: readonly Way[] = [
  way(
    'System.Text.Json',
    each((sign) =>
      /["&'+<>`]/.test(sign)
        ? u(sign.charCodeAt(0)).replace(/..$/, (d) => d.toUpperCase())
        : sign.replace(/\\/, '\\\\')
    ),
    within('"')
  ),
  way('Jinja tojson', notJson(/[<>&']/), within('"')),
  way('Gson', notJson(/[<>&'=]/), within('"')),
  way('ConvertTo-Json of Windows PowerShell', notJson(/[<>&']/), within('"')),
  way(
    '.NET HttpUtility.UrlEncode',
    percent(/[\w.!*()-]/, (code) => upper(code).toLowerCase()),
    plus
  ),
  way('.NET WebUtility.UrlEncode', percent(/[\w.!*()-]/), plus),
  way('PowerShell "…"', replacing(/[`"$]/, '`$&'), within('"')),
  way("SQL, PowerShell '…'", replacing(/'/, "''"), within("'")),
  way(
    'pwsh -EncodedCommand',
    within('login ci ', ''),
    (printed) => printed.flatMap((sign) => [sign, ...context('\0')]),
    base64()
  ),
  way('PowerShell Format-Table', (printed) =>
    printed.length > 40 ? [...printed.slice(0, 39), ...context('…')] : printed
  ),
  way('PowerShell [BitConverter]', upperHex, (printed) =>
    printed.flatMap((sign, at) => [...context(at > 0 && at % 2 === 0 ? '-' : ''), sign])
  ),
  way(
    'cmd',
    each((sign) => (sign === '%' ? '%%' : sign.replace(/[&|<>^()!"]/, '^$&')))
  ),
  way(
    'HCL',
    each((sign, _, after) =>
      /[$%]/.test(sign) && after === '{' ? sign + sign : sign.replace(/["\\]/, '\\$&')
    ),
    within('"')
  ),
  way('terraform output -json', jsonWith(/[<>&]/)),
  way('XML, all five', entity({ ...markup, '"': 'quot', "'": 'apos' })),
  way('Jinja, autoescape', escapeHtml),
  way('YAML, single-quoted', replacing(/'/, "''"), within("password: '", "'")),
  way('YAML, double-quoted', json, within('password: ', '')),
  way('TOML', json, within('password = ', '')),
  way('Rust {:?}', json),
  way('Groovy, Kotlin and Dart "…"', replacing(/["\\$]/, '\\$&'), within('"')),
  way('GitHub expression', replacing(/'/, "''"), within("${{ '", "' }}")),
  way('.pgpass', replacing(/[:\\]/, '\\$&'), within('db:5432:app:app:', '')),
  way('my.cnf', replacing(/[\\"]/, '\\$&'), within('password="', '"')),
  way('ODBC connection string', replacing(/\}/, '}}'), within('Driver={PostgreSQL};Pwd={', '}')),
  way(
    'LDAP filter',
    each((sign) => (/[*()\\]/.test(sign) ? `\\${upper(sign.charCodeAt(0)).toLowerCase()}` : sign))
  ),
  way('LDAP DN', replacing(/[,+"\\<>;=#]/, '\\$&')),
  way(
    'nginx access log',
    each((sign) => (/["\\]/.test(sign) ? `\\x${upper(sign.charCodeAt(0))}` : sign)),
    within('"GET /?p=', '"')
  ),
  way('Apache access log', replacing(/["\\]/, '\\$&'), within('"GET /?p=', '"')),
  way('Slack message', entity(markup)),
  way('Markdown', replacing(/[\\`*_{}[\]()#+\-.!|<>]/, '\\$&')),
  way(
    'systemd-escape',
    each((sign, before) =>
      /[\w:.]/.test(sign) && !(sign === '.' && before === '')
        ? sign
        : sign === '/'
          ? '-'
          : `\\x${upper(sign.charCodeAt(0)).toLowerCase()}`
    )
  ),
  way('systemctl show', replacing(/["\\$]/, '\\$&'), within('Environment="P=', '"')),
  way('docker inspect', jsonWith(/[<>&]/), within('"Env": ["P=', '"]')),
  way('docker compose config', replacing(/\$/, '$$$$'), within('P: ', '')),
  way('kubectl get secret -o yaml', base64(), within('  password: ', '')),
  way(
    'kubectl -o json of a Secret with stringData',
    jsonWith(/[<>&]/),
    within('{"stringData":{"p":', '}}'),
    json
  ),
  way('AWS CLI --debug', json, within('{"SecretString": ', '}'), (printed) =>
    within("'", "'")(replacing(/[\\']/, '\\$&')(printed))
  ),
  way('AWS CLI, a JSON secret', json, within('{"password":', '}'), json),
  way(
    'curl -v, Authorization: Basic',
    within('ci:', ''),
    base64(),
    within('> Authorization: Basic ', '')
  ),
  way(
    'git -c http.extraHeader',
    within('x-access-token:', ''),
    base64(),
    within('AUTHORIZATION: basic ', '')
  ),
  way('git trace', when(/[^\w.,:/@%+=-]/, chain(replacing(/['!]/, "'\\$&'"), within("'")))),
  way('npm _auth', within('ci:', ''), base64(), within('//registry/:_auth=', '')),
  way(
    'base64 of .npmrc',
    within('ci:', ''),
    base64(),
    within('//registry/:_auth=', '\n'),
    base64()
  ),
  way('base64 of .env', within('DB_USER=app\nDB_PASSWORD=', '\n'), base64()),
  way(
    'base64 of a kubeconfig',
    within('users:\n- name: ci\n  user:\n    password: ', '\n'),
    base64()
  ),
  way(
    'SOPS or Helm values, base64 of quoted YAML',
    json,
    within('db:\n  password: ', '\n'),
    base64()
  ),
  way('JWT claims', json, within('{"sub":"ci","pw":', '}'), base64('base64url')),
  way(
    'Basic auth URL in a git remote',
    percent(/[\w.~-]/),
    within('https://ci:', '@github.com/o/r.git')
  ),
  way('mongodb URI', percent(/[\w.!~*'()-]/), within('mongodb+srv://app:', '@c0.mongodb.net/app')),
  way('redis URI', percent(/[\w.~-]/), within('rediss://:', '@redis:6379/0')),
  way('amqp URI, base64', percent(/[\w.~-]/), within('amqps://app:', '@mq:5671/%2F'), base64()),
  way('redis URI, base64', percent(/[\w.~-]/), within('rediss://:', '@redis:6379/0'), base64()),
  way(
    'mysql URI, base64',
    percent(/[\w.~-]/),
    within('mysql://root:', '@mysql:3306/app'),
    base64()
  ),
  way(
    'base64 of .env with a URL',
    percent(/[\w.~-]/),
    within('DATABASE_URL=postgres://app:', '@db/app\n'),
    base64()
  ),
  way('.env with a JSON value, base64', json, within('CONFIG={"password":', '}\n'), base64()),
  way('psql syntax error', within("ALTER ROLE app PASSWORD '", "'"), (printed) => {
    const quote = quoteIn(printed);
    return quote < 0
      ? printed
      : joined(
          chain(
            (all) => all.slice(quote + 1),
            (rest) => rest.slice(0, Math.max(1, textOf(rest).search(/\W|$/))),
            within('syntax error at or near "', '"\n')
          ),
          chain(
            within('LINE 1: ', ''),
            around(60, () => quote + 9)
          )
        )(printed);
  }),
  way('psql unterminated string', within("ALTER ROLE app PASSWORD '", "'"), (printed) => {
    const quote = printed.findLastIndex(({ text, tells }) => text === "'" && tells.length > 0);
    return quote < 0
      ? printed
      : within('unterminated quoted string at or near "', '"')(printed.slice(quote));
  }),
  way('MySQL syntax error', within("ALTER USER app IDENTIFIED BY '", "'"), (printed) => {
    const quote = quoteIn(printed);
    return quote < 0
      ? printed
      : within("to use near '", "' at line 1")(printed.slice(quote + 1).slice(0, 80));
  }),
  way(
    'libpq: bad port',
    portOf,
    within('invalid integer value "', '" for connection option "port"')
  ),
  way(
    'libpq: bad percent-encoding',
    when(/%(?![\dA-Fa-f]{2})/, within('invalid percent-encoded token: "', '"'), () => [])
  ),
  way(
    'libpq and PyMySQL: bad host',
    after(/@/, 'first'),
    within('could not translate host name "', '@db" to address')
  ),
  way(
    'git clone: bad host',
    after(/@/, 'first'),
    within("unable to access 'https://", "@github.com/o/r.git/'")
  ),
  way('curl: bad port', portOf, within('Port number was not a decimal number: ', '')),
  way(
    'a shell that runs what follows ; or &',
    when(
      /[;&|]/,
      chain(after(/[;&|]/, 'first'), within('bash: line 1: ', ': command not found')),
      () => []
    )
  ),
  way('dotenv, cut at #', (printed) => {
    const hash = printed.findIndex(({ text }) => text === '#');
    return hash < 0 ? printed : printed.slice(0, hash);
  }),
  way('ini, cut at ;', (printed) => {
    const semicolon = printed.findIndex(({ text }) => text === ';');
    return semicolon < 0 ? printed : printed.slice(0, semicolon);
  }),
  way("dotenv, '$x' expanded", (printed) =>
    printed.filter(({ text }, at) => text !== '$' && printed[at - 1]?.text !== '$')
  ),
  way(
    'printf "$p"',
    each((sign, _, next) => (sign === '%' && next === '%' ? '' : sign))
  ),
  way("JSON string, tr -d '\"'", json, (printed) => printed.filter(({ text }) => text !== '"')),
  way('Markdown table, a pipe escaped', replacing(/\|/, '\\|')),
  way('rich table', shortened(39, 0, '…')),
  way('a log that keeps 24 characters', (printed) =>
    printed.length > 24 ? [...printed.slice(0, 24), ...context('…')] : printed
  ),
  way('a log that keeps the ends', shortened(12, 12, '…')),
  way('grep --color of a part', (printed) => {
    const half = printed.length >> 1;
    return [
      ...printed.slice(0, half),
      ...context('\x1b[01;31m\x1b[K'),
      ...printed.slice(half, half + 2),
      ...context('\x1b[m\x1b[K'),
      ...printed.slice(half + 2)
    ];
  }),
  way('git diff --word-diff', (printed) => {
    const third = Math.round(printed.length / 3);
    return [
      ...printed.slice(0, third),
      ...context('[-'),
      ...printed.slice(third, third * 2),
      ...context('-]'),
      ...printed.slice(third * 2)
    ];
  }),
  way('characters in colours', (printed) =>
    printed.flatMap((sign) => [...context('\x1b[32m'), sign, ...context('\x1b[0m')])
  ),
  way('spelled with blanks', (printed) => printed.flatMap((sign) => [sign, ...context(' ')])),
  way('hexdump -C', (printed) =>
    lines(printed, 16).flatMap((line, at) => [
      ...context(`${(at * 16).toString(16).padStart(8, '0')}  `),
      ...hexBytes(line.slice(0, 8)),
      ...context('  '),
      ...hexBytes(line.slice(8)),
      ...context('  |'),
      ...line.map(({ text, tells }) => ({ text, tells })),
      ...context('|\n')
    ])
  )
];

/** What stands for a port, when the password ends the host: from its start to the first of / ? #. */
function portOf(printed: Printed): Printed {
  const end = printed.findIndex(({ text }) => /[/?#]/.test(text));
  return end < 0 ? [] : printed.slice(0, end);
}
