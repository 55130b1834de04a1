import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One symbol of what was printed, and how much it tells of which characters of the password. */
interface Sign {
  readonly text: string;
  readonly tells: readonly (readonly [character: number, share: number])[];
}
/** What was printed. The shares of each character of the password add up to 1. */
export type Printed = readonly Sign[];

/** A way in which a pipeline prints a password, as this project models it. */
export interface Way {
  readonly name: string;
  /** Lines are broken at a fixed width. No mask for the whole password can hold there. */
  readonly wrapped?: true;
  readonly print: (password: string) => Printed;
  /** What other versions of the tool print. */
  readonly otherVersions?: (password: string) => Printed;
}

/** A real tool that prints each line of its input in several ways, one line each. */
export interface Tool {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A program too long for an argument, and the name of its file: the last argument. */
  readonly program?: readonly [file: string, text: string];
  readonly ways: readonly Way[];
}

const WRAP = '\u0001';

const raw = (password: string): Printed =>
  Array.from(password, (text, at) => ({ text, tells: [[at, 1]] }));
const context = (text: string): Printed => Array.from(text, (sign) => ({ text: sign, tells: [] }));
export const textOf = (printed: Printed): string => printed.map(({ text }) => text).join('');

/** Several symbols in the place of one share what it tells. */
const spread = (text: string, { tells }: Sign): Printed =>
  Array.from(text, (sign) => ({
    text: sign,
    tells: tells.map(([character, share]) => [character, share / text.length] as const)
  }));

type Printer = (printed: Printed) => Printed;
type Escape = (sign: string, before: string, after: string) => string;

const each =
  (escape: Escape): Printer =>
  (printed) =>
    printed.flatMap((sign, at) =>
      spread(escape(sign.text, printed[at - 1]?.text ?? '', printed[at + 1]?.text ?? ''), sign)
    );
/** Of the characters given, each becomes what the pattern says; `$&` stands for the character. */
const replacing = (characters: RegExp, pattern: string): Printer =>
  each((sign) => sign.replace(characters, pattern));
const within =
  (before: string, after = before): Printer =>
  (printed) => [...context(before), ...printed, ...context(after)];
const chain =
  (...printers: readonly Printer[]): Printer =>
  (printed) =>
    printers.reduce((text, printer) => printer(text), printed);
const when =
  (condition: RegExp, yes: Printer, no: Printer = (printed) => printed): Printer =>
  (printed) =>
    (condition.test(textOf(printed)) ? yes : no)(printed);
/** Text between single quotes, runs of single quotes as the shell has them outside of these. */
const segments =
  (escape: (run: string) => string, emptyFirst: boolean): Printer =>
  (printed) => {
    const out: Sign[] = [];
    for (let at = 0; at < printed.length;) {
      let end = at;
      while (end < printed.length && printed[end]?.text !== "'") end++;
      if (end > at || (emptyFirst && at === 0)) out.push(...within("'")(printed.slice(at, end)));
      at = end;
      while (printed[end]?.text === "'") end++;
      const run = printed.slice(at, end);
      if (run.length > 0)
        out.push(
          ...spread(escape(textOf(run)), { text: '', tells: run.flatMap(({ tells }) => tells) })
        );
      at = end;
    }
    return out;
  };
const dashQuotes = segments((run) => `"${run}"`, true);
const zshQuotes = segments((run) => run.replaceAll("'", "\\'"), false);

const upper = (code: number): string => code.toString(16).toUpperCase().padStart(2, '0');
const percent = (kept: RegExp, hex = upper): Printer =>
  each((sign) => (kept.test(sign) ? sign : `%${hex(sign.charCodeAt(0))}`));
const plus: Printer = (printed) => {
  // Only a space is told by `%20`, whose three symbols belong to one character.
  const text = textOf(printed);
  return printed.flatMap((sign, at) => {
    if (text.startsWith('%20', at))
      return [{ text: '+', tells: sign.tells.map(([character]) => [character, 1] as const) }];
    return text.startsWith('%20', at - 1) || text.startsWith('%20', at - 2) ? [] : [sign];
  });
};

/** Base64 symbols tell their bytes by the bit. */
const base64 =
  (alphabet: 'base64' | 'base64url' = 'base64'): Printer =>
  (printed) => {
    const text = Buffer.from(textOf(printed), 'latin1').toString(alphabet);
    return Array.from(text, (sign, at) => {
      const bits = new Map<number, number>();
      for (let bit = at * 6; bit < at * 6 + 6; bit++)
        bits.set(bit >> 3, (bits.get(bit >> 3) ?? 0) + 1);
      const tells = [...bits].flatMap(([byte, count]) =>
        (printed[byte]?.tells ?? []).map(
          ([character, share]) => [character, (share * count) / 8] as const
        )
      );
      return { text: sign, tells };
    });
  };
const utf16: Printer = (printed) => printed.flatMap((sign) => [sign, ...context('\0')]);
const hex = each((sign) => upper(sign.charCodeAt(0)).toLowerCase());
const wrapped =
  (width: number): Printer =>
  (printed) =>
    printed.flatMap((sign, at) => (at > 0 && at % width === 0 ? [...context('\n'), sign] : [sign]));

const entity = (names: Readonly<Record<string, string>>): Printer =>
  each((sign) => (sign in names ? `&${names[sign] ?? ''};` : sign));
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };

const u = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
const jsonText = replacing(/["\\]/, '\\$&');
const json = chain(jsonText, within('"'));
const jsonWith = (characters: RegExp): Printer =>
  chain(
    each((sign) => (characters.test(sign) ? u(sign.charCodeAt(0)) : sign.replace(/["\\]/, '\\$&'))),
    within('"')
  );
const document = chain(json, within('{"auths":{"ghcr.io":{"username":"ci","password":', '}}}'));

const shellMeta = /[ '"\\|&;()<>!{}*[?\]^$`]|^[~#]|[=:]~| #/;
const bashQuotes = chain(replacing(/'/, "'\\''"), within("'"));
const bashPrintfQ = each((sign, before) =>
  /[ !"$&'()*,;<>?[\\\]^`{|}]/.test(sign) ||
  (/[#~]/.test(sign) && before === '') ||
  (sign === '~' && /[:=]/.test(before))
    ? `\\${sign}`
    : sign
);
const repr = when(
  /'/,
  when(
    /"/,
    chain(replacing(/[\\']/, '\\$&'), within("'")),
    chain(replacing(/\\/, '\\\\'), within('"'))
  ),
  chain(replacing(/\\/, '\\\\'), within("'"))
);
const inspect = when(
  /'/,
  when(
    /"/,
    when(
      /`|\$\{/,
      chain(replacing(/[\\']/, '\\$&'), within("'")),
      chain(replacing(/\\/, '\\\\'), within('`'))
    ),
    chain(replacing(/\\/, '\\\\'), within('"'))
  ),
  chain(replacing(/\\/, '\\\\'), within("'"))
);
const windowsArgument: Printer = (printed) => {
  const text = textOf(printed);
  const quoted = / |\t/.test(text);
  const signs = printed.flatMap((sign, at) => {
    if (sign.text === '"') return spread('\\"', sign);
    const doubled = sign.text === '\\' && /^\\*"/.test(text.slice(at));
    const closing = sign.text === '\\' && quoted && /^\\*$/.test(text.slice(at));
    return doubled || closing ? spread('\\\\', sign) : [sign];
  });
  return quoted ? within('"')(signs) : signs;
};
const collapsed: Printer = (printed) =>
  printed.filter(
    ({ text }, at) =>
      text !== ' ' ||
      (printed[at - 1]?.text !== ' ' &&
        at > 0 &&
        printed.slice(at).some((sign) => sign.text !== ' '))
  );

const way = (name: string, ...printers: readonly Printer[]): Way => ({
  name,
  print: (password) => chain(...printers)(raw(password))
});
const wrappedWay = (name: string, ...printers: readonly Printer[]): Way => ({
  ...way(name, ...printers),
  wrapped: true
});

const versions = (newer: Way, { print }: Way): Way => ({ ...newer, otherVersions: print });

const perLine = (...commands: readonly string[]): string =>
  `while IFS= read -r p; do ${commands.join('; ')}; done`;
const piped = (command: string): string => `printf %s "$p" | ${command}; echo`;
const pipedAll = (command: string): string =>
  `printf %s "$p" | ${command} | tr '\\n' '\\001'; echo`;

const PYTHON = `
import sys, json, shlex, html, base64, csv, io, subprocess, string, urllib.parse as url
import xml.sax.saxutils as sax, xml.etree.ElementTree as tree, textwrap
def row(p):
    out = io.StringIO(); csv.writer(out, lineterminator='').writerow([p, 'x']); return out.getvalue()
def attribute(p):
    return tree.tostring(tree.Element('a', p=p)).decode()
wrap = lambda text, n: '\\x01'.join(text[i:i + n] for i in range(0, len(text), n))
for p in sys.stdin.read().split('\\n')[:-1]:
    doc = json.dumps({'auths': {'ghcr.io': {'username': 'ci', 'password': p}}}, separators=(',', ':'))
    b = base64.b64encode
    for line in (repr(p), json.dumps(p), json.dumps(json.dumps(p)), shlex.quote(p), url.quote(p),
        url.quote(p, safe=''), url.quote_plus(p), html.escape(p), sax.escape(p), attribute(p), row(p),
        subprocess.list2cmdline(['x', p]), b(b'ci:' + p.encode()).decode(),
        b(b'postgres://apps:' + p.encode() + b'@db/app').decode(), b(b'postgres://app01:' + p.encode() + b'@db/app').decode(), b(b'postgres://app:' + p.encode() + b'@db/app').decode(), base64.urlsafe_b64encode(p.encode()).decode().rstrip('='),
        base64.urlsafe_b64encode(b'a' + p.encode()).decode().rstrip('='),
        base64.urlsafe_b64encode(b'ab' + p.encode()).decode().rstrip('='), b(doc.encode()).decode(),
        b((' ' + doc).encode()).decode(), b(('  ' + doc).encode()).decode(),
        *(base64.urlsafe_b64encode((' ' * n + doc).encode()).decode().rstrip('=') for n in range(3)), b(p.encode('utf-16-le')).decode(),
        b(('x' + p).encode('utf-16-le')).decode(), b(('xy' + p).encode('utf-16-le')).decode(), p.encode().hex(),
        p.replace('%', '%%'), p.replace('$', '$$'), wrap(p, 80), wrap(b(p.encode()).decode(), 76)):
        print(line)
`;

const NODE = `
const { inspect } = require('node:util');
for (const p of require('node:fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1)) {
  const address = new URL('https://ci@host/'); address.password = p;
  console.log([inspect(p), JSON.stringify(p), encodeURIComponent(p), encodeURI(p), address.href,
    String(new URLSearchParams({ p })), JSON.stringify({ body: JSON.stringify({ p }) }),
    p.replaceAll('%', '%25')].join('\\n'));
}`;

const GO = `package main
import ("bufio"; "bytes"; "encoding/base64"; "encoding/hex"; "encoding/json"; "encoding/xml"; "fmt"; "html"; "net/url"; "os")
func main() {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		p := in.Text()
		j, _ := json.Marshal(p)
		var x bytes.Buffer
		xml.EscapeText(&x, []byte(p))
		doc := append(append([]byte("{\\"auths\\":{\\"ghcr.io\\":{\\"username\\":\\"ci\\",\\"password\\":"), j...), '}', '}', '}')
		for _, line := range []string{string(j), fmt.Sprintf("%q", p), url.QueryEscape(p), url.PathEscape(p),
			url.UserPassword("ci", p).String(), html.EscapeString(p), x.String(),
			base64.StdEncoding.EncodeToString(doc),
			base64.StdEncoding.EncodeToString(append([]byte(" "), doc...)),
			base64.StdEncoding.EncodeToString(append([]byte("  "), doc...)), hex.EncodeToString([]byte(p))} {
			fmt.Fprintln(out, line)
		}
	}
}
`;

const JAVA = `import java.io.*; import java.net.*; import java.nio.charset.StandardCharsets; import java.util.*;
class Printing { public static void main(String[] a) throws Exception {
  var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  var out = new StringBuilder();
  for (String p; (p = in.readLine()) != null; ) {
    var store = new Properties(); store.setProperty("p", p);
    var text = new StringWriter(); store.store(text, null);
    out.append(URLEncoder.encode(p, StandardCharsets.UTF_8)).append("\\n").append(text.toString().split("\\\\R")[1]).append("\\n");
  }
  System.out.print(out);
} }
`;

const PHP = `while (($p = fgets(STDIN)) !== false) { $p = substr($p, 0, -1);
  echo json_encode($p), "\\n", htmlspecialchars($p), "\\n", addslashes($p), "\\n", var_export($p, true), "\\n",
    rawurlencode($p), "\\n", urlencode($p), "\\n"; }`;

const RUBY = `require 'cgi'; require 'json'; require 'shellwords'
STDIN.each_line(chomp: true) { |p| puts p.inspect, CGI.escapeHTML(p), CGI.escape(p), p.to_json, p.shellescape }`;

const PERL = `while (<STDIN>) { chomp; my $p = $_; local $Data::Dumper::Terse = 1;
  print Data::Dumper::Dumper($p), quotemeta($p), "\\n"; }`;

const trace = (shell: string, ...printers: readonly Printer[]): Way =>
  way(`${shell} -x`, ...printers);
const traced = (...commands: readonly string[]): string =>
  `exec 2>&1; PS4='+ '; while IFS= read -r p; do set -x; ${commands.join('; ')}; { set +x; } 2>/dev/null; done`;

const rubySafe = /[\w.,:+/@-]/;

/** The tools, and what each should print. */
export const tools: readonly Tool[] = [
  {
    name: 'bash',
    command: ['bash', '-c', traced('true "$p"', 'X=$p', '[[ x == "$p" ]]')],
    ways: [
      trace('bash', when(shellMeta, bashQuotes), within('+ true ', '')),
      way('bash -x, assignment', when(shellMeta, bashQuotes), within('+ X=', '')),
      way(
        'bash -x, [[ x == "$p" ]]',
        each((sign) => `\\${sign}`),
        within('+ [[ x == ', ' ]]')
      )
    ]
  },
  {
    name: 'bash',
    command: [
      'bash',
      '-c',
      perLine(
        `printf '%s\\n' "$p"`,
        `printf '%q\\n' "$p"`,
        `printf '%s\\n' "\${p@Q}"`,
        'declare -p p',
        'set -f; echo $p'
      )
    ],
    ways: [
      way('as it is'),
      way('bash printf %q', bashPrintfQ),
      way('bash ${p@Q}', bashQuotes),
      way('bash declare -p', replacing(/[$`"\\]/, '\\$&'), within('declare -- p="', '"')),
      way('echo $p, without quotes', collapsed)
    ]
  },
  {
    name: 'dash',
    command: ['dash', '-c', traced('true "$p"')],
    ways: [trace('dash', within('+ true ', ''))]
  },
  {
    name: 'dash',
    command: ['dash', '-c', `export p; ${perLine('export -p | grep "^export p="')}`],
    ways: [way('dash export -p', dashQuotes, within('export p=', ''))]
  },
  {
    name: 'zsh',
    command: ['zsh', '-f', '-c', traced('true "$p"')],
    ways: [trace('zsh', when(/[^\w.,:+/@%!-]/, zshQuotes), within('+ true ', ''))]
  },
  {
    name: 'mksh',
    // mksh traces the end of the trace as well.
    command: ['mksh', '-c', `(${traced('true "$p"')}) | grep '^+ true '`],
    ways: [trace('mksh', when(/[^\w.,:+/@%!^-]/, zshQuotes), within('+ true ', ''))]
  },
  {
    name: 'busybox',
    command: ['busybox', 'sh', '-c', traced('true "$p"')],
    ways: [trace('busybox sh', when(/[^\w.,:+/@^\]-]/, dashQuotes), within('+ true ', ''))]
  },
  {
    name: 'python3',
    command: ['python3', '-c', PYTHON],
    ways: [
      way('Python repr', repr),
      way('Python json.dumps', json),
      way('JSON in JSON', json, json),
      way(
        'Python shlex.quote',
        when(/[^\w@%+=:,./-]/, chain(replacing(/'/, `'"'"'`), within("'")))
      ),
      way('Python urllib quote', percent(/[\w.~/-]/)),
      way('RFC 3986', percent(/[\w.~-]/)),
      way('Python quote_plus', percent(/[\w.~-]/), plus),
      way('Python html.escape', entity({ ...markup, '"': 'quot', "'": '#x27' })),
      way('XML text', entity(markup)),
      way('XML attribute', entity({ ...markup, '"': 'quot' }), within('<a p="', '" />')),
      way(
        'CSV',
        when(/[", ]/, when(/[",]/, chain(replacing(/"/, '""'), within('"')))),
        within('', ',x')
      ),
      way('Windows arguments', windowsArgument, within('x ', '')),
      way('base64 of user:password', within('ci:', ''), base64()),
      way(
        'base64 of a connection string, 1 byte on',
        within('postgres://apps:', '@db/app'),
        base64()
      ),
      way(
        'base64 of a connection string, 2 bytes on',
        within('postgres://app01:', '@db/app'),
        base64()
      ),
      way('base64 of a connection string', within('postgres://app:', '@db/app'), base64()),
      way('base64url', base64('base64url')),
      way('base64url, 1 byte before', within('a', ''), base64('base64url')),
      way('base64url, 2 bytes before', within('ab', ''), base64('base64url')),
      way('base64 of a JSON document', document, base64()),
      way('base64 of a JSON document, 1 byte on', document, within(' ', ''), base64()),
      way('base64 of a JSON document, 2 bytes on', document, within('  ', ''), base64()),
      way('base64url of a JSON document', document, base64('base64url')),
      way(
        'base64url of a JSON document, 1 byte on',
        document,
        within(' ', ''),
        base64('base64url')
      ),
      way(
        'base64url of a JSON document, 2 bytes on',
        document,
        within('  ', ''),
        base64('base64url')
      ),
      way('base64 of UTF-16', utf16, base64()),
      way('base64 of UTF-16, 2 bytes before', within('x', ''), utf16, base64()),
      way('base64 of UTF-16, 4 bytes before', within('xy', ''), utf16, base64()),
      way('Python bytes.hex', hex),
      way('%%: systemd, configparser', replacing(/%/, '%%')),
      way('$$: compose, make', replacing(/\$/, '$$$$')),
      wrappedWay('wrapped at 80 columns', wrapped(80)),
      wrappedWay('base64 wrapped at 76 columns', base64(), wrapped(76))
    ]
  },
  {
    name: 'node',
    command: [process.execPath, '-e', NODE],
    ways: [
      way('Node util.inspect', inspect),
      way('JSON.stringify', json),
      way('encodeURIComponent', percent(/[\w.!~*'()-]/)),
      way('encodeURI', percent(/[\w.!~*'();/?:@&=+$,#-]/)),
      way('WHATWG URL.password', percent(/[\w!$%&'()*+,.~-]/), within('https://ci:', '@host/')),
      way('URLSearchParams', percent(/[\w.*-]/), plus, within('p=', '')),
      way('JSON in a JSON body', json, within('{"p":', '}'), json, within('{"body":', '}')),
      way('%25: workflow commands', replacing(/%/, '%25'))
    ]
  },
  {
    name: 'go',
    command: ['go', 'run'],
    program: ['printing.go', GO],
    ways: [
      way('Go json.Marshal', jsonWith(/[<>&]/)),
      way('Go %q', json),
      way('Go url.QueryEscape', percent(/[\w.~-]/), plus),
      way('Go url.PathEscape', percent(/[\w.~$&+:=@-]/)),
      way('Go url.UserPassword', percent(/[\w.~$&+,;=-]/), within('ci:', '')),
      way('Go html.EscapeString', entity({ ...markup, '"': '#34', "'": '#39' })),
      way('Go xml.EscapeText', entity({ ...markup, '"': '#34', "'": '#39' })),
      ...['', ' ', '  '].map((blank) =>
        way(
          `base64 of dockerconfigjson${blank && `, indented by ${blank.length}`}`,
          jsonWith(/[<>&]/),
          within('{"auths":{"ghcr.io":{"username":"ci","password":', '}}}'),
          within(blank, ''),
          base64()
        )
      ),
      way('Go hex', hex)
    ]
  },
  {
    name: 'java',
    command: ['java', '-XX:+UseSerialGC'],
    program: ['Printing.java', JAVA],
    ways: [
      way('Java URLEncoder', percent(/[\w.*-]/), plus),
      way(
        'Java .properties',
        each((sign, before) =>
          /[\\=:#!]/.test(sign) || (sign === ' ' && before === '') ? `\\${sign}` : sign
        ),
        within('p=', '')
      )
    ]
  },
  {
    name: 'jq',
    command: ['jq', '-Rr', '@uri, @base64, @sh, @html, @json, ([.] | @csv)'],
    ways: [
      versions(way('jq @uri', percent(/[\w.~-]/)), way('', percent(/[\w.!~*'()-]/))),
      way('jq @base64', base64()),
      way('jq @sh', bashQuotes),
      versions(
        way('jq @html', entity({ ...markup, '"': 'quot', "'": '#39' })),
        way('', entity({ ...markup, '"': 'quot', "'": 'apos' }))
      ),
      way('jq @json', json),
      way('jq @csv', replacing(/"/, '""'), within('"'))
    ]
  },
  {
    name: 'php',
    command: ['php', '-r', PHP],
    ways: [
      way(
        'PHP json_encode',
        each((sign) => sign.replace(/["\\/]/, '\\$&')),
        within('"')
      ),
      way('PHP htmlspecialchars', entity({ ...markup, '"': 'quot', "'": '#039' })),
      way('PHP addslashes, MySQL', replacing(/[\\'"]/, '\\$&')),
      way('PHP var_export', replacing(/[\\']/, '\\$&'), within("'")),
      way('PHP rawurlencode', percent(/[\w.~-]/)),
      way('PHP urlencode', percent(/[\w.-]/), plus)
    ]
  },
  {
    name: 'ruby',
    command: ['ruby', '-e', RUBY],
    ways: [
      way(
        'Ruby inspect',
        each((sign, _, after) =>
          /["\\]/.test(sign) || (sign === '#' && /[{$@]/.test(after)) ? `\\${sign}` : sign
        ),
        within('"')
      ),
      way('Ruby CGI.escapeHTML', entity({ ...markup, '"': 'quot', "'": '#39' })),
      way('Ruby CGI.escape', percent(/[\w.~-]/), plus),
      way('Ruby to_json', json),
      way(
        'Ruby shellescape',
        each((sign) => (rubySafe.test(sign) ? sign : `\\${sign}`))
      )
    ]
  },
  {
    name: 'perl',
    command: ['perl', '-MData::Dumper', '-e', PERL],
    ways: [
      way('Perl Data::Dumper', replacing(/[\\']/, '\\$&'), within("'")),
      way(
        'Perl quotemeta',
        each((sign) => (/\w/.test(sign) ? sign : `\\${sign}`))
      )
    ]
  },
  {
    name: 'base64',
    command: [
      'bash',
      '-c',
      perLine(piped('base64 -w0'), `echo "$p" | base64 -w0; echo`, pipedAll('base64'))
    ],
    ways: [
      way('printf | base64 -w0', base64()),
      way('echo | base64 -w0', within('', '\n'), base64()),
      wrappedWay('printf | base64', base64(), wrapped(76), within('', '\n'))
    ]
  },
  {
    name: 'xxd',
    command: [
      'bash',
      '-c',
      perLine(piped(`xxd -p | tr -d '\\n'`), piped(`xxd -u -p | tr -d '\\n'`), pipedAll('xxd -p'))
    ],
    ways: [
      way('xxd -p', hex),
      way(
        'xxd -u -p',
        each((sign) => upper(sign.charCodeAt(0)))
      ),
      wrappedWay('xxd -p, wrapped', hex, wrapped(60), within('', '\n'))
    ]
  },
  {
    name: 'openssl',
    command: ['bash', '-c', perLine(piped('openssl base64 -A'))],
    ways: [way('openssl base64 -A', base64())]
  }
];

/** Ways whose tools run on Windows only, or need a service. */
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
  way(
    'Jinja tojson',
    each((sign) => (/[<>&']/.test(sign) ? u(sign.charCodeAt(0)) : sign.replace(/["\\]/, '\\$&'))),
    within('"')
  ),
  way(
    'Gson',
    each((sign) => (/[<>&'=]/.test(sign) ? u(sign.charCodeAt(0)) : sign.replace(/["\\]/, '\\$&'))),
    within('"')
  ),
  way(
    '.NET HttpUtility.UrlEncode',
    percent(/[\w.!*()-]/, (code) => upper(code).toLowerCase()),
    plus
  ),
  way('.NET WebUtility.UrlEncode', percent(/[\w.!*()-]/), plus),
  way('PowerShell "…"', replacing(/[`"$]/, '`$&'), within('"')),
  way("SQL, PowerShell '…'", replacing(/'/, "''"), within("'")),
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
  way('XML, all five', entity({ ...markup, '"': 'quot', "'": 'apos' }))
];

const environment = { ...process.env, LC_ALL: 'C.UTF-8', GOFLAGS: '', GO111MODULE: 'off' };

/**
 * What the tool prints for each password, by its ways; undefined when the tool is not on this machine.
 * Passwords must have no line breaks.
 * @throws when the tool fails, or prints another number of lines than there are ways.
 */
export function run(tool: Tool, passwords: readonly string[]): readonly string[][] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'printing-'));
  try {
    const [command, ...rest] = tool.command;
    if (tool.program) {
      const file = join(folder, tool.program[0]);
      writeFileSync(file, tool.program[1]);
      rest.push(file);
    }
    if (!onThisMachine(tool.name)) return undefined;
    const { status, stdout, stderr, error } = spawnSync(command, rest, {
      input: passwords.map((password) => `${password}\n`).join(''),
      encoding: 'utf8',
      env: environment,
      maxBuffer: 2 ** 30
    });
    const lines = stdout.split('\n').slice(0, -1);
    if (error || status !== 0 || lines.length !== passwords.length * tool.ways.length) {
      throw new Error(
        `${tool.name} ended with ${String(status)} and ${lines.length} lines instead of ` +
          `${passwords.length * tool.ways.length}: ${String(error)} ${stderr.slice(0, 500)}`
      );
    }
    return passwords.map((_, at) =>
      lines
        .slice(at * tool.ways.length, (at + 1) * tool.ways.length)
        .map((line) => line.replaceAll(WRAP, '\n'))
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const onThisMachine = (name: string): boolean =>
  name === 'node' ||
  spawnSync('sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' }).status === 0;
