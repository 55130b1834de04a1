import { percentEncode } from '../password/percent-encode.js';

/** A secret, or what a tool prints for it. */
export interface Encoded {
  readonly text: string;
  /** For each character of the secret, in order, the part of the text that stands for it. Most texts are never taken apart. */
  readonly parts: () => readonly string[];
  /** Of base64: the symbols before the first whole group of four. Lines of base64 end between groups. */
  readonly lead?: number;
}

/** @returns one text, or several: base64 depends on how many bytes, modulo 3, come before. */
export type Encode = (encoded: Encoded) => readonly Encoded[];

export interface Encoding {
  readonly name: string;
  /** Who prints it so. */
  readonly printedBy: string;
  readonly encode: Encode;
  /** Often wrapped, shortened or changed in a few places: masked in pieces, so many characters long if they can be. */
  readonly pieces?: { readonly length: number; readonly most: number };
  /** Only for runners that add no encodings by themselves: those that do have no room for it. */
  readonly unlessEncoded?: true;
}

type Escape = (text: string) => string;

const join = (parts: readonly string[]): readonly Encoded[] => [
  { text: parts.join(''), parts: () => parts }
];
const itself: Encode = (encoded) => [encoded];
/** For encodings that print each character on its own, whatever stands beside it. */
const each =
  (escape: Escape): Encode =>
  ({ text, parts }) => [{ text: escape(text), parts: () => parts().map((part) => escape(part)) }];
/** For encodings in which a character's text depends on those before and after it. */
const inContext =
  (escape: (text: string, before: string, after: string) => string): Encode =>
  ({ parts }) =>
    join(parts().map((text, at, all) => escape(text, all[at - 1] ?? '', all[at + 1] ?? '')));
const chain =
  (...encodes: readonly Encode[]): Encode =>
  (encoded) =>
    encodes.reduce<readonly Encoded[]>(
      (all, encode) => all.flatMap((one) => encode(one)),
      [encoded]
    );

const replace = (pattern: RegExp | string, replacement: string): Encode =>
  each((text) => text.replaceAll(pattern, replacement));
const backslashed = (pattern: RegExp): Encode => replace(pattern, String.raw`\$&`);

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
const CONTROL: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Control characters by letter or number. */
const controlEscaped = each((text) =>
  text.replace(/[^ -~\u00a0-\uffff]/g, (c) => CONTROL[c] ?? `\\x${hexByte(c.charCodeAt(0))}`)
);
/** Backslashes before the characters given, and control characters escaped. */
const stringLiteral = (pattern: RegExp): Encode => chain(backslashed(pattern), controlEscaped);

/**
 * The inside of a shell's single quotes, with what the shell has in the place of a run of quotes: `open`, each quote
 * as `quote`, `close`. At an end of the secret, shells differ in an empty pair of quotes, of which half is left out.
 */
const singleQuoted =
  (open: string, quote: string, close: string): Encode =>
  ({ parts }) => {
    const characters = parts();
    return join(
      characters.map((text, at) => {
        if (text !== "'") return text;
        const before = characters[at - 1] === "'" ? '' : open;
        const after = characters[at + 1] === "'" ? '' : close;
        const quoted = before + quote + after;
        return quoted.slice(at === 0 ? 1 : 0, at === characters.length - 1 ? -1 : undefined);
      })
    );
  };

/** Here and below without regular expressions: one that is used for each character costs a tenth of a millisecond to compile. */
const backslashedIf = (
  isSpecial: (text: string, before: string, after: string) => boolean
): Encode =>
  inContext((text, before, after) => (isSpecial(text, before, after) ? `\\${text}` : text));

/** Bash's `printf %q`. */
const bashQuoted = backslashedIf(
  (text, before) =>
    ' !"$&\'()*,;<>?[\\]^`{|}'.includes(text) ||
    ('~#'.includes(text) && before === '') ||
    (text === '~' && (before === ':' || before === '='))
);

const escapeJson: Escape = (text) => JSON.stringify(text).slice(1, -1);
const json = each(escapeJson);
/** The last character of a text, by number. */
const unicodeEscape: Escape = (text) =>
  `\\u${text
    .charCodeAt(text.length - 1)
    .toString(16)
    .padStart(4, '0')}`;
const replaceByNumber = (pattern: RegExp): Encode =>
  each((text) => text.replace(pattern, unicodeEscape));
const jsonWith = (pattern: RegExp): Encode => chain(json, replaceByNumber(pattern));
const goJson = jsonWith(/[<>&\u2028\u2029]/g);
const phpJson = chain(json, replace('/', '\\/'));
const systemTextJson = chain(
  json,
  each((text) =>
    text.replace(/\\"|[&'+<>`]|[^ -~]/g, (c) => `\\u${unicodeEscape(c).slice(2).toUpperCase()}`)
  )
);

const percent = (unsafe: RegExp): Encode => each((text) => percentEncode(text, unsafe));
const spaceAsPlus = (encode: Encode): Encode => chain(encode, replace('%20', '+'));
const rfc3986 = each((text) => percentEncode(text));
const uriComponent = percent(/[^\w.!~*'()-]/gu);

const lowerCaseEscapes = each((text) => text.replace(/%../g, (escape) => escape.toLowerCase()));
const axiosParameter = spaceAsPlus(percent(/[^\w.!~*'()$,:-]/gu));
const pythonUrl = percent(/[^\w.~/-]/gu);
const sqlAlchemy = percent(/[^\w.~ +-]/gu);

const form = spaceAsPlus(percent(/[^\w.*-]/gu));
const goUserinfo = percent(/[^\w.~$&+,;=-]/gu);
const whatwgUserinfo = percent(/[^!$%&'()*+,\-.\w~]/gu);

const entities =
  (names: Readonly<Record<string, string>>): Escape =>
  (text) =>
    text.replace(/[&<>"']/g, (character) => {
      const name = names[character];
      return name === undefined ? character : `&${name};`;
    });
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };
const escapeXml = entities({ ...markup, '"': 'quot', "'": 'apos' });

/**
 * Those base64 characters that depend on the content alone, when so many bytes (modulo 3) come before it:
 * they are found in the base64 of any longer text.
 */
const base64With =
  (alphabet: 'base64' | 'base64url', encoding: 'utf8' | 'utf16le' = 'utf8'): Encode =>
  ({ text, parts }) => {
    const padded = Buffer.from((encoding === 'utf8' ? '\0\0' : '\0') + text, encoding);
    return [0, 1, 2].map((before) => {
      const bytes = padded.length - 2 + before;
      const [start, symbols] = [Math.ceil((before * 4) / 3), Math.floor((bytes * 4) / 3)];
      const all = padded.toString(alphabet, 2 - before);
      return {
        text: all.slice(start, symbols),
        lead: (4 - (start % 4)) % 4,
        parts: () => {
          let end = before;
          let shown = start;
          return parts().map((part) => {
            end += Buffer.byteLength(part, encoding);
            const from = shown;
            // A symbol on the border of two characters counts for the one that has more of it.
            shown =
              end === bytes
                ? symbols
                : Math.max(from, Math.min(symbols, Math.round((end * 4) / 3)));
            return all.slice(from, shown);
          });
        }
      };
    });
  };
export const base64 = base64With('base64');
const base64url = base64With('base64url');

const hex = each((text) => Buffer.from(text).toString('hex'));

/** A backslash goes, and what it escapes stays: `\\` becomes `\`. */
const unescaped: Encode = ({ parts }) => {
  let escaped = false;
  return join(
    parts().map((text) => {
      escaped = !escaped && text === '\\';
      return escaped ? '' : text;
    })
  );
};

/** A quote gets a backslash, and the backslashes right before a quote are doubled. */
const windowsArgument: Encode = ({ parts }) => {
  let beforeQuote = false;
  return join(
    parts()
      .toReversed()
      .map((text) => {
        beforeQuote = text === '"' || (text === '\\' && beforeQuote);
        return beforeQuote ? `\\${text}` : text;
      })
      .toReversed()
  );
};

/**
 * Every encoding that may be masked, the most useful first: later ones are masked where earlier ones leave them readable.
 * GitHub's runner masks RFC 3986, `''` and XML by itself. They stay for runners without encoders: RFC 3986 for an
 * existing password with white space around it, `''` and XML because 2 and 20 of 100 passwords would leak so under
 * Forgejo's. Plain JSON and `\"` close nothing on any runner.
 */
export const ENCODINGS: readonly Encoding[] = [
  {
    name: 'pieces',
    printedBy: 'wrapped or shortened text, error messages that quote a part',
    encode: itself,
    pieces: { length: 12, most: 9 }
  },
  {
    name: 'base64 of the secret',
    printedBy: 'base64, Basic auth, kubectl, JWT',
    encode: base64,
    pieces: { length: 21, most: 7 }
  },
  {
    name: 'RFC 3986',
    printedBy: 'URLs by jq @uri and Python quote(safe=""); the output password-url-encoded',
    encode: rfc3986
  },
  { name: "''", printedBy: "SQL, YAML '…', PowerShell '…'", encode: replace("'", "''") },
  {
    name: 'XML',
    printedBy: 'libraries that escape all five',
    encode: each(entities({ ...markup, '"': 'quot', "'": 'apos' }))
  },
  {
    name: 'base64 of its Go JSON',
    printedBy: 'docker, kubectl: dockerconfigjson',
    encode: chain(goJson, base64)
  },
  {
    name: 'base64 of its JSON',
    printedBy: 'base64 of a JSON document',
    encode: chain(json, base64)
  },
  {
    name: 'base64url of the secret',
    printedBy: 'JWT, gcloud',
    encode: base64url
  },
  { name: 'base64url of its JSON', printedBy: 'JWT', encode: chain(json, base64url) },
  { name: 'hex', printedBy: 'xxd -p, od, Python bytes.hex', encode: hex },
  {
    name: 'base64 of its RFC 3986 form',
    printedBy: 'base64 of a URL: kubectl, Python',
    encode: chain(rfc3986, base64)
  },
  {
    name: 'base64 of its encodeURIComponent form',
    printedBy: 'base64 of a URL: JavaScript, jq 1.6',
    encode: chain(uriComponent, base64)
  },
  {
    name: 'base64url of its RFC 3986 form',
    printedBy: 'a URL in a JWT',
    encode: chain(rfc3986, base64url)
  },
  {
    name: 'base64 of its base64',
    printedBy: 'docker credentials: auth of config.json in a Kubernetes secret',
    encode: chain(base64, base64)
  },
  {
    name: 'base64 of its UTF-16',
    printedBy: 'pwsh -EncodedCommand',
    encode: base64With('base64', 'utf16le')
  },
  {
    name: 'backslash before every character',
    printedBy: 'bash -x: [[ x == "$PW" ]], case',
    encode: backslashed(/[^]/gu)
  },
  { name: '%q', printedBy: 'bash: printf %q, complete', encode: bashQuoted },
  {
    name: `'\\''`,
    printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
    encode: singleQuoted('', String.raw`'\''`, '')
  },
  {
    name: `'"'"'`,
    printedBy: 'Python shlex.quote, Ansible',
    encode: singleQuoted('', `'"'"'`, '')
  },
  {
    name: `'"''"'`,
    printedBy: 'dash -x, set',
    encode: singleQuoted(`'"`, "'", `"'`)
  },
  {
    name: `'\\'\\''`,
    printedBy: 'zsh -x, mksh -x, busybox -x',
    encode: singleQuoted("'", "\\'", "'")
  },
  {
    name: 'shellescape',
    printedBy: "Ruby's Shellwords: fastlane",
    encode: backslashed(/[^\w.,:+/@-]/gu)
  },
  {
    name: '%q traced',
    printedBy: 'bash -x: a command that printf %q has quoted',
    encode: chain(bashQuoted, replace("'", String.raw`'\''`))
  },
  {
    name: 'double-quoted by a shell',
    printedBy: 'bash: declare -p, export -p; envsubst templates',
    encode: backslashed(/[$`"\\]/g)
  },
  {
    name: 'backslashes doubled',
    printedBy: "Python's repr and util.inspect, when they choose the other quote; jq @tsv",
    encode: stringLiteral(/\\/g)
  },
  {
    name: 'Ruby',
    printedBy: 'Ruby inspect',
    encode: backslashedIf(
      (text, _, after) => '"\\'.includes(text) || (text === '#' && ['{', '$', '@'].includes(after))
    )
  },
  {
    name: 'Windows arguments',
    printedBy: 'Python list2cmdline, .NET ArgumentList',
    encode: windowsArgument
  },
  {
    name: 'single-quoted literal',
    printedBy: "Python's repr, Node's util.inspect, bash $'…', PHP var_export, libpq",
    encode: stringLiteral(/[\\']/g)
  },
  {
    name: 'Go JSON',
    printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
    encode: goJson
  },
  { name: 'System.Text.Json', printedBy: '.NET', encode: systemTextJson },
  {
    name: 'HTML-safe JSON',
    printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
    encode: jsonWith(/[<>&']/g)
  },
  {
    name: 'Go JSON in JSON',
    printedBy: 'kubectl apply: last-applied-configuration',
    encode: chain(goJson, json)
  },
  { name: 'PHP JSON', printedBy: 'PHP json_encode', encode: phpJson },
  {
    name: 'JSON in JSON',
    printedBy: 'request bodies in debug logs, AWS CLI secrets, jq -R',
    encode: chain(json, json)
  },
  {
    name: 'repr of JSON',
    printedBy: 'Python requests in debug mode',
    encode: chain(json, stringLiteral(/[\\']/g))
  },
  {
    name: 'HCL',
    printedBy: 'terraform show, output and plan; Packer',
    encode: chain(
      inContext((text, _, after) => ('$%'.includes(text) && after === '{' ? text + text : text)),
      json
    )
  },
  {
    name: 'RFC 3986, lower case',
    printedBy: 'curl --data-urlencode, Go html/template',
    encode: chain(rfc3986, lowerCaseEscapes)
  },
  {
    name: 'query, lower case',
    printedBy: 'curl --data-urlencode',
    encode: spaceAsPlus(chain(rfc3986, lowerCaseEscapes))
  },
  { name: 'URL with /', printedBy: 'Python urllib quote', encode: pythonUrl },
  { name: 'query', printedBy: 'Python quote_plus, Go QueryEscape', encode: spaceAsPlus(rfc3986) },
  { name: 'encodeURIComponent', printedBy: 'JavaScript, Perl URI::Escape', encode: uriComponent },
  { name: 'encodeURI', printedBy: 'JavaScript', encode: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
  {
    name: 'WHATWG userinfo',
    printedBy: "JavaScript's URL.password",
    encode: whatwgUserinfo
  },
  {
    name: 'Spring userinfo',
    printedBy: 'Spring, Guava',
    encode: percent(/[^\w.~!$&'()*+,;=:-]/gu)
  },
  { name: 'SQLAlchemy', printedBy: "SQLAlchemy's URL", encode: sqlAlchemy },
  { name: 'Go userinfo', printedBy: 'Go url.UserPassword', encode: goUserinfo },
  {
    name: 'form',
    printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
    encode: form
  },
  { name: 'PHP URL', printedBy: 'PHP urlencode', encode: spaceAsPlus(percent(/[^\w.-]/gu)) },
  {
    name: '.NET URL',
    printedBy: 'HttpUtility.UrlEncode',
    encode: spaceAsPlus(chain(percent(/[^\w.!*()-]/gu), lowerCaseEscapes))
  },
  { name: 'XML text', printedBy: 'XML writers, xmlstarlet', encode: each(entities(markup)) },
  {
    name: 'XML attribute',
    printedBy: 'Python ElementTree, libxml2',
    encode: each(entities({ ...markup, '"': 'quot' }))
  },
  {
    name: 'Python HTML',
    printedBy: 'Python html.escape',
    encode: each(entities({ ...markup, '"': 'quot', "'": '#x27' }))
  },
  {
    name: 'Go HTML',
    printedBy: 'Go html.EscapeString; Jinja',
    encode: each(entities({ ...markup, '"': '#34', "'": '#39' }))
  },
  {
    name: 'HTML',
    printedBy: 'Ruby, Handlebars, .NET',
    encode: each(entities({ ...markup, '"': 'quot', "'": '#39' }))
  },
  {
    name: 'PHP HTML',
    printedBy: 'PHP htmlspecialchars',
    encode: each(entities({ ...markup, '"': 'quot', "'": '#039' }))
  },
  { name: '%25', printedBy: 'workflow commands', encode: replace('%', '%25') },
  { name: '$$', printedBy: 'docker compose config, make', encode: replace('$', '$$$$') },
  { name: '%%', printedBy: 'systemd, configparser, printf', encode: replace('%', '%%') },
  { name: 'PowerShell', printedBy: 'PowerShell "…"', encode: replace(/[`"$]/g, '`$&') },
  { name: '""', printedBy: 'CSV, VBScript, cmd', encode: replace('"', '""') },
  {
    name: 'double quotes removed',
    printedBy: `tr -d '"', sed 's/"//g'`,
    encode: replace('"', '')
  },
  {
    name: 'quotes removed',
    printedBy: 'tr -d of both quotes',
    encode: replace(/["']/g, '')
  },
  {
    name: 'JSON without quotes',
    printedBy: `a JSON string after tr -d '"'`,
    encode: chain(json, replace('"', ''))
  },
  {
    name: 'string with variables',
    printedBy: 'Groovy, Kotlin and Dart "…", systemctl show',
    encode: backslashed(/["\\$]/g)
  },
  { name: 'Perl', printedBy: 'Perl "…", Data::Dumper', encode: backslashed(/["\\$@]/g) },
  {
    name: 'nginx',
    printedBy: "nginx's access log",
    encode: each((text) =>
      text.replace(/["\\]/g, (c) => `\\x${hexByte(c.charCodeAt(0)).toUpperCase()}`)
    )
  },
  { name: 'git', printedBy: "git's trace", encode: replace(/['!]/g, "'\\$&'") },
  { name: 'quoted-printable', printedBy: 'mail', encode: replace('=', '=3D') },
  { name: 'ODBC', printedBy: 'ODBC {…}', encode: replace('}', '}}') },
  {
    name: 'spaces collapsed',
    printedBy: 'echo $PW without quotes, HTML',
    encode: inContext((text, before) => (text === ' ' && before === ' ' ? '' : text))
  },
  { name: 'backslashes removed', printedBy: 'read without -r, awk -v, echo', encode: unescaped },
  {
    name: 'backslashes doubled in JSON',
    printedBy: "Node's util.inspect of a JSON text",
    encode: chain(json, stringLiteral(/\\/g))
  },
  { name: 'PHP JSON in JSON', printedBy: 'PHP', encode: chain(phpJson, phpJson) },
  {
    name: "base64 of its ''",
    printedBy: 'base64 of YAML',
    encode: chain(replace("'", "''"), base64)
  },
  {
    name: 'base64 of its form encoding',
    printedBy: 'base64 of a JDBC URL',
    encode: chain(form, base64)
  },
  {
    name: 'base64 of its WHATWG userinfo form',
    printedBy: "base64 of a URL: JavaScript's URL",
    encode: chain(whatwgUserinfo, base64)
  },
  {
    name: 'base64 of its Go userinfo form',
    printedBy: 'base64 of a URL: operators written in Go',
    encode: chain(goUserinfo, base64)
  },
  {
    name: 'base64 of its XML text',
    printedBy: 'settings.xml of Maven in a secret',
    encode: chain(each(entities(markup)), base64)
  },
  {
    name: "base64 of SQLAlchemy's URL",
    printedBy: 'Airflow, Superset',
    encode: chain(sqlAlchemy, base64)
  },
  {
    name: 'base64 of its URL with /',
    printedBy: 'Python',
    encode: chain(pythonUrl, base64)
  },
  {
    name: 'hex with blanks',
    printedBy: "Node's Buffer, which shows 50 bytes",
    encode: ({ parts }) =>
      join(
        parts()
          .slice(0, 40)
          .map((text, at) =>
            Array.from(
              Buffer.from(text),
              (byte, from) => (at + from === 0 ? '' : ' ') + hexByte(byte)
            ).join('')
          )
      )
  },
  {
    name: 'HEX',
    printedBy: 'xxd -u, basenc --base16',
    encode: chain(
      hex,
      each((text) => text.toUpperCase())
    )
  },
  { name: 'Go path', printedBy: 'Go url.PathEscape', encode: percent(/[^\w.~$&+:=@-]/gu) },
  {
    name: '.NET URL, upper case',
    printedBy: 'WebUtility.UrlEncode',
    encode: spaceAsPlus(percent(/[^\w.!*()-]/gu))
  },
  {
    name: 'base64 of its %q',
    printedBy: 'user data of instances',
    encode: chain(bashQuoted, base64)
  },
  { name: 'Gson', printedBy: 'Gson', encode: jsonWith(/[<>&'=\u2028\u2029]/g) },
  {
    name: '.properties',
    printedBy: 'Java Properties.store',
    encode: backslashedIf(
      (text, before) => '\\=:#!'.includes(text) || (text === ' ' && before === '')
    )
  },
  {
    name: 'cmd',
    printedBy: 'cmd.exe',
    encode: chain(replace(/[&|<>^()!"]/g, '^$&'), replace('%', '%%'))
  },
  {
    name: 'Django',
    printedBy: "Django's escapejs and json_script",
    encode: each((text) =>
      text.replace(/[\\'"<>&=;`-]/g, (c) => `\\u00${hexByte(c.charCodeAt(0)).toUpperCase()}`)
    )
  },
  { name: 'axios', printedBy: 'axios parameters', encode: axiosParameter },
  {
    name: 'Java URI userinfo',
    printedBy: 'new java.net.URI',
    encode: percent(/[^\w!~*'().;:&=+$,-]/gu)
  },
  {
    name: 'quotemeta',
    printedBy: 'Perl, PHP, Python: a password in a regular expression',
    encode: backslashed(/\W/g),
    unlessEncoded: true
  },
  {
    name: 'Java URI query',
    printedBy: 'new java.net.URI',
    encode: percent(/[^\w!~*'().;:&=+$,/?@[\]-]/gu)
  }
];

/** How a SCRAM verifier is printed: with its `$` escaped in shell code or compose files, its `/` in JSON, and in base64. */
export const VERIFIER_ENCODINGS: readonly Encoding[] = ENCODINGS.filter(({ name }) =>
  ['base64 of the secret', 'PHP JSON', 'double-quoted by a shell', '$$'].includes(name)
);

/** As GitHub's runner does by itself for each value that is registered, but for its fragments around quotes and `&`. */
export function encodeAsGitHub(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const encoded = [0, 1, 2].map((from) => bytes.subarray(from).toString('base64'));
  if (/^[\w.~-]*$/.test(value)) return encoded;
  encoded.push(percentEncode(value));
  if (value.includes("'")) encoded.push(value.replaceAll("'", "''"));
  if (value.includes('"')) encoded.push(value.replaceAll('"', '\\"'));
  const json = escapeJson(value);
  if (json !== value) encoded.push(json);
  if (/[&<>"']/.test(value)) encoded.push(escapeXml(value));
  return encoded;
}
