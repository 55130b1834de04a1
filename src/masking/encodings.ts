import { percentEncode } from '../password/percent-encode.js';

/** What a tool prints for a secret: for each of its characters, in order, the text that stands for it. */
export type Encoded = readonly string[];
export type Encode = (characters: Encoded) => Encoded;

export interface Encoding {
  readonly name: string;
  /** Who prints it so. */
  readonly printedBy: string;
  /** What is printed. Base64 depends on how many bytes, modulo 3, come before: it has one entry for each number. */
  readonly encode: readonly Encode[];
  /** Often wrapped, shortened or changed in a few places: masked in pieces, so many characters long if they can be. */
  readonly pieces?: {
    readonly length: number;
    readonly most: number;
    /** How far two pieces reach over the middle, in characters of the secret. */
    readonly overlap: number;
    readonly isBase64?: true;
  };
}

type Content = (text: string) => Buffer;
const utf8: Content = (text) => Buffer.from(text);
const utf16: Content = (text) => Buffer.from(text, 'utf16le');

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
const unit = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');

const itself: Encode = (characters) => characters;
const each =
  (encode: (text: string, before: string, after: string) => string): Encode =>
  (characters) =>
    characters.map((text, at) => encode(text, characters[at - 1] ?? '', characters[at + 1] ?? ''));
const replace = (pattern: RegExp, replacement: string | ((match: string) => string)): Encode =>
  each((text) =>
    typeof replacement === 'string'
      ? text.replace(pattern, replacement)
      : text.replace(pattern, replacement)
  );
const chain =
  (...encodes: readonly Encode[]): Encode =>
  (characters) =>
    encodes.reduce((encoded, encode) => encode(encoded), characters);
const backslashed = (pattern: RegExp): Encode => replace(pattern, String.raw`\$&`);

const CONTROL: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Backslashes before the characters given, and control characters by letter or number. */
const stringLiteral = (pattern: RegExp): Encode =>
  chain(
    backslashed(pattern),
    replace(/\p{Cc}/gu, (c) => CONTROL[c] ?? `\\x${hexByte(c.charCodeAt(0))}`)
  );

/**
 * The inside of a shell's single quotes, with what the shell has in the place of a run of quotes: `open`, each quote
 * as `quote`, `close`. At an end of the secret, shells differ in an empty pair of quotes, of which half is left out.
 */
const singleQuoted =
  (open: string, quote: string, close: string): Encode =>
  (characters) =>
    each((text, before, after) =>
      text === "'" ? (before === "'" ? '' : open) + quote + (after === "'" ? '' : close) : text
    )(characters).map((text, at, { length }) => {
      const from = at === 0 && characters[at] === "'" ? 1 : 0;
      return at === length - 1 && characters[at] === "'" ? text.slice(from, -1) : text.slice(from);
    });

/** Bash's `printf %q`. */
const bashQuoted = each((text, before) =>
  text === '~' || text === '#'
    ? before === '' || (text === '~' && /[:=]/.test(before))
      ? `\\${text}`
      : text
    : text.replace(/[ !"$&'()*,;<>?[\\\]^`{|}]/g, String.raw`\$&`)
);

const json = each((text) => JSON.stringify(text).slice(1, -1));
/** JSON with some more characters by number. */
const jsonWith = (pattern: RegExp): Encode =>
  chain(
    json,
    replace(pattern, (character) => `\\u${unit(character)}`)
  );
const goJson = jsonWith(/[<>&\u2028\u2029]/g);
const phpJson = chain(json, replace(/\//g, '\\/'));
const systemTextJson = chain(
  json,
  replace(/^\\"$|["&'+<>`]|[^\x20-\x7e]/g, (c) => `\\u${unit(c.slice(-1)).toUpperCase()}`)
);

const percent = (characters: RegExp): Encode => each((text) => percentEncode(text, characters));
const spaceAsPlus = (encode: Encode): Encode => chain(encode, replace(/%20/g, '+'));
const rfc3986 = percent(/[^\w.~-]/gu);
const uriComponent = percent(/[^\w.!~*'()-]/gu);

const form = spaceAsPlus(percent(/[^\w.*-]/gu));
const goUserinfo = percent(/[^\w.~$&+,;=-]/gu);
const whatwgUserinfo = percent(/[^!$%&'()*+,\-.\w~]/gu);

const entities = (names: Readonly<Record<string, string>>): Encode =>
  replace(/[&<>"']/g, (character) =>
    character in names ? `&${names[character] ?? ''};` : character
  );
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };

/**
 * Those base64 characters that depend on the content alone, when so many bytes (modulo 3) come before it:
 * they are found in the base64 of any longer text.
 */
const base64 =
  (encode: Encode, before: number, alphabet: 'base64' | 'base64url', content = utf8): Encode =>
  (characters) => {
    const parts = encode(characters).map(content);
    const text = Buffer.concat([Buffer.alloc(before), ...parts]).toString(alphabet);
    const bytes = before + parts.reduce((sum, { length }) => sum + length, 0);
    const symbols = Math.floor((bytes * 4) / 3);
    let end = before;
    let shown = Math.ceil((before * 4) / 3);
    return parts.map(({ length }) => {
      end += length;
      const from = shown;
      // A symbol on the border of two characters counts for the one that has more of it.
      shown =
        end === bytes ? symbols : Math.max(from, Math.min(symbols, Math.round((end * 4) / 3)));
      return text.slice(from, shown);
    });
  };

const OFFSETS = [0, 1, 2];
const inBase64 = (
  encode: Encode,
  alphabet: 'base64' | 'base64url' = 'base64',
  content = utf8
): readonly Encode[] => OFFSETS.map((before) => base64(encode, before, alphabet, content));

const hex = replace(/[^]/gu, (character) => utf8(character).toString('hex'));

/** A backslash goes, and what it escapes stays: `\\` becomes `\`. */
const unescaped: Encode = (characters) => {
  let escaped = false;
  return characters.map((text) => {
    escaped = !escaped && text === '\\';
    return escaped ? '' : text;
  });
};

/** A quote gets a backslash, and the backslashes right before a quote are doubled. */
const windowsArgument: Encode = (characters) => {
  let beforeQuote = false;
  return characters
    .toReversed()
    .map((text) => {
      beforeQuote = text === '"' || (text === '\\' && beforeQuote);
      return beforeQuote ? `\\${text}` : text;
    })
    .toReversed();
};

/** Every encoding that may be masked, the most useful first: later ones are masked where earlier ones leave them readable. */
export const ENCODINGS: readonly Encoding[] = [
  {
    name: 'pieces',
    printedBy: 'wrapped or shortened text, error messages that quote a part',
    encode: [itself],
    pieces: { length: 12, most: 9, overlap: 1 }
  },
  {
    name: 'base64 of the secret',
    printedBy: 'base64, Basic auth, kubectl, JWT',
    encode: inBase64(itself),
    pieces: { length: 24, most: 5, overlap: 2, isBase64: true }
  },
  {
    name: 'RFC 3986',
    printedBy: 'URLs by jq @uri and Python quote(safe=""); the output password-url-encoded',
    encode: [rfc3986]
  },
  { name: 'JSON', printedBy: 'every JSON writer; YAML "…", Go %q', encode: [json] },
  { name: "''", printedBy: "SQL, YAML '…', PowerShell '…'", encode: [replace(/'/g, "''")] },
  { name: '\\"', printedBy: 'awk, cmd', encode: [backslashed(/"/g)] },
  {
    name: 'XML',
    printedBy: 'libraries that escape all five',
    encode: [entities({ ...markup, '"': 'quot', "'": 'apos' })]
  },
  { name: 'hex', printedBy: 'xxd -p, od, Python bytes.hex', encode: [hex] },
  {
    name: 'HEX',
    printedBy: 'xxd -u, basenc --base16',
    encode: [
      chain(
        hex,
        each((text) => text.toUpperCase())
      )
    ]
  },
  {
    name: 'backslash before every character',
    printedBy: 'bash -x: [[ x == "$PW" ]], case',
    encode: [backslashed(/[^]/gu)]
  },
  {
    name: 'base64 of its Go JSON',
    printedBy: 'docker, kubectl: dockerconfigjson',
    encode: inBase64(goJson)
  },
  {
    name: 'base64 of its UTF-16',
    printedBy: 'pwsh -EncodedCommand',
    encode: inBase64(itself, 'base64', utf16)
  },
  { name: 'base64 of its JSON', printedBy: 'base64 of a JSON document', encode: inBase64(json) },
  {
    name: 'base64url of the secret',
    printedBy: 'JWT, gcloud',
    encode: inBase64(itself, 'base64url')
  },
  { name: 'base64url of its JSON', printedBy: 'JWT', encode: inBase64(json, 'base64url') },
  { name: '%q', printedBy: 'bash: printf %q, complete', encode: [bashQuoted] },
  {
    name: `'\\''`,
    printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
    encode: [singleQuoted('', String.raw`'\''`, '')]
  },
  {
    name: `'"'"'`,
    printedBy: 'Python shlex.quote, Ansible',
    encode: [singleQuoted('', `'"'"'`, '')]
  },
  {
    name: `'"''"'`,
    printedBy: 'dash -x, set',
    encode: [singleQuoted(`'"`, "'", `"'`)]
  },
  {
    name: `'\\'\\''`,
    printedBy: 'zsh -x, mksh -x, busybox -x',
    encode: [singleQuoted("'", "\\'", "'")]
  },
  {
    name: 'shellescape',
    printedBy: "Ruby's Shellwords: fastlane",
    encode: [backslashed(/[^\w.,:+/@-]/gu)]
  },
  {
    name: 'quotemeta',
    printedBy: 'Perl, and other escapes for regular expressions',
    encode: [backslashed(/\W/gu)]
  },
  {
    name: '%q traced',
    printedBy: 'bash -x: a command that printf %q has quoted',
    encode: [chain(bashQuoted, replace(/'/g, String.raw`'\''`))]
  },
  {
    name: 'double-quoted by a shell',
    printedBy: 'bash: declare -p, export -p; envsubst templates',
    encode: [backslashed(/[$`"\\]/g)]
  },
  {
    name: 'backslashes doubled',
    printedBy: "Python's repr and util.inspect, when they choose the other quote; jq @tsv",
    encode: [stringLiteral(/\\/g)]
  },
  {
    name: 'Ruby',
    printedBy: 'Ruby inspect',
    encode: [
      each((text, _, after) =>
        /["\\]/.test(text) || (text === '#' && /[{$@]/.test(after)) ? `\\${text}` : text
      )
    ]
  },
  {
    name: 'Windows arguments',
    printedBy: 'Python list2cmdline, .NET ArgumentList',
    encode: [windowsArgument]
  },
  {
    name: 'single-quoted literal',
    printedBy: "Python's repr, Node's util.inspect, bash $'…', PHP var_export, libpq",
    encode: [stringLiteral(/[\\']/g)]
  },
  {
    name: 'Go JSON',
    printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
    encode: [goJson]
  },
  { name: 'System.Text.Json', printedBy: '.NET', encode: [systemTextJson] },
  {
    name: 'HTML-safe JSON',
    printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
    encode: [jsonWith(/[<>&']/g)]
  },
  { name: 'Gson', printedBy: 'Gson', encode: [jsonWith(/[<>&'=\u2028\u2029]/g)] },
  {
    name: 'Go JSON in JSON',
    printedBy: 'kubectl apply: last-applied-configuration',
    encode: [chain(goJson, json)]
  },
  { name: 'PHP JSON', printedBy: 'PHP json_encode', encode: [phpJson] },
  {
    name: 'JSON in JSON',
    printedBy: 'request bodies in debug logs, AWS CLI secrets, jq -R',
    encode: [chain(json, json)]
  },
  {
    name: 'repr of JSON',
    printedBy: 'Python requests in debug mode',
    encode: [chain(json, stringLiteral(/[\\']/g))]
  },
  {
    name: 'HCL',
    printedBy: 'terraform show, output and plan; Packer',
    encode: [
      chain(
        each((text, _, after) => (/[$%]/.test(text) && after === '{' ? text + text : text)),
        json
      )
    ]
  },
  { name: 'URL with /', printedBy: 'Python urllib quote', encode: [percent(/[^\w.~/-]/gu)] },
  { name: 'query', printedBy: 'Python quote_plus, Go QueryEscape', encode: [spaceAsPlus(rfc3986)] },
  { name: 'encodeURIComponent', printedBy: 'JavaScript, Perl URI::Escape', encode: [uriComponent] },
  { name: 'encodeURI', printedBy: 'JavaScript', encode: [percent(/[^\w.!~*'();/?:@&=+$,#-]/gu)] },
  {
    name: 'WHATWG userinfo',
    printedBy: "JavaScript's URL.password",
    encode: [whatwgUserinfo]
  },
  { name: 'Go userinfo', printedBy: 'Go url.UserPassword', encode: [goUserinfo] },
  { name: 'Go path', printedBy: 'Go url.PathEscape', encode: [percent(/[^\w.~$&+:=@-]/gu)] },
  {
    name: 'form',
    printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
    encode: [form]
  },
  { name: 'PHP URL', printedBy: 'PHP urlencode', encode: [spaceAsPlus(percent(/[^\w.-]/gu))] },
  {
    name: '.NET URL',
    printedBy: 'HttpUtility.UrlEncode',
    encode: [
      spaceAsPlus(
        chain(
          percent(/[^\w.!*()-]/gu),
          replace(/%../g, (escape) => escape.toLowerCase())
        )
      )
    ]
  },
  {
    name: '.NET URL, upper case',
    printedBy: 'WebUtility.UrlEncode',
    encode: [spaceAsPlus(percent(/[^\w.!*()-]/gu))]
  },
  { name: 'XML text', printedBy: 'XML writers, xmlstarlet', encode: [entities(markup)] },
  {
    name: 'XML attribute',
    printedBy: 'Python ElementTree, libxml2',
    encode: [entities({ ...markup, '"': 'quot' })]
  },
  {
    name: 'Python HTML',
    printedBy: 'Python html.escape',
    encode: [entities({ ...markup, '"': 'quot', "'": '#x27' })]
  },
  {
    name: 'Go HTML',
    printedBy: 'Go html.EscapeString; Jinja',
    encode: [entities({ ...markup, '"': '#34', "'": '#39' })]
  },
  {
    name: 'HTML',
    printedBy: 'Ruby, Handlebars, .NET',
    encode: [entities({ ...markup, '"': 'quot', "'": '#39' })]
  },
  {
    name: 'PHP HTML',
    printedBy: 'PHP htmlspecialchars',
    encode: [entities({ ...markup, '"': 'quot', "'": '#039' })]
  },
  { name: '%25', printedBy: 'workflow commands', encode: [replace(/%/g, '%25')] },
  { name: '$$', printedBy: 'docker compose config, make', encode: [replace(/\$/g, '$$$$')] },
  { name: '%%', printedBy: 'systemd, configparser, printf', encode: [replace(/%/g, '%%')] },
  { name: 'PowerShell', printedBy: 'PowerShell "…"', encode: [replace(/[`"$]/g, '`$&')] },
  {
    name: 'cmd',
    printedBy: 'cmd.exe',
    encode: [chain(replace(/[&|<>^()!"]/g, '^$&'), replace(/%/g, '%%'))]
  },
  {
    name: '.properties',
    printedBy: 'Java Properties.store',
    encode: [
      each((text, before) =>
        /[\\=:#!]/.test(text) || (text === ' ' && before === '') ? `\\${text}` : text
      )
    ]
  },
  { name: '""', printedBy: 'CSV, VBScript, cmd', encode: [replace(/"/g, '""')] },
  {
    name: 'double quotes removed',
    printedBy: `tr -d '"', sed 's/"//g'`,
    encode: [replace(/"/g, '')]
  },
  {
    name: 'spaces collapsed',
    printedBy: 'echo $PW without quotes, HTML',
    encode: [each((text, before) => (text === ' ' && before === ' ' ? '' : text))]
  },
  { name: 'backslashes removed', printedBy: 'read without -r, awk -v, echo', encode: [unescaped] },
  {
    name: 'backslashes doubled in JSON',
    printedBy: "Node's util.inspect of a JSON text",
    encode: [chain(json, stringLiteral(/\\/g))]
  },
  { name: 'PHP JSON in JSON', printedBy: 'PHP', encode: [chain(phpJson, phpJson)] },
  {
    name: 'hex with blanks',
    printedBy: "Node's Buffer, which shows 50 bytes",
    encode: [
      (characters) =>
        chain(
          hex,
          replace(/..(?!$)/g, '$& ')
        )(characters)
          .map((text, at) => (at === 0 ? text : ` ${text}`))
          .slice(0, 40)
    ]
  },
  {
    name: 'base64 of its base64',
    printedBy: 'docker credentials: auth of config.json in a Kubernetes secret',
    encode: inBase64(itself).flatMap((inner) => inBase64(inner))
  },
  {
    name: 'base64 of its RFC 3986 form',
    printedBy: 'base64 of a URL: kubectl, Python',
    encode: inBase64(rfc3986)
  },
  {
    name: 'base64 of its encodeURIComponent form',
    printedBy: 'base64 of a URL: JavaScript, jq 1.6',
    encode: inBase64(uriComponent)
  },
  {
    name: 'base64url of its RFC 3986 form',
    printedBy: 'a URL in a JWT',
    encode: inBase64(rfc3986, 'base64url')
  },
  {
    name: 'base64 of its Go userinfo form',
    printedBy: 'base64 of a URL: operators written in Go',
    encode: inBase64(goUserinfo)
  },
  {
    name: 'base64 of its form encoding',
    printedBy: 'base64 of a JDBC URL',
    encode: inBase64(form)
  },
  {
    name: 'base64 of its WHATWG userinfo form',
    printedBy: "base64 of a URL: JavaScript's URL",
    encode: inBase64(whatwgUserinfo)
  },
  {
    name: 'base64 of its XML text',
    printedBy: 'settings.xml of Maven in a secret',
    encode: inBase64(entities(markup))
  }
];

const wholeBase64 = (bytes: Buffer): string => bytes.toString('base64');
/** What GitHub's runner masks by itself for each value that is registered, but for its fragments around quotes and `&`. */
export const encodeAsGitHub = (value: string): readonly string[] => [
  ...OFFSETS.map((from) => wholeBase64(utf8(value).subarray(from))),
  ...[
    replace(/"/g, '\\"'),
    replace(/'/g, "''"),
    json,
    entities({ ...markup, '"': 'quot', "'": 'apos' }),
    rfc3986
  ].flatMap((encode) => encode([value]))
];
