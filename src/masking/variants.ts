/** A further value to mask: the secret as some tool prints it. */
export interface MaskVariant {
  readonly name: string;
  readonly value: string;
}

interface Encoding {
  readonly name: string;
  /** Who prints it so. */
  readonly printedBy: string;
  readonly encode: (secret: string) => string;
  /** Seldom seen in a log: given up first, when there are too many. */
  readonly rare?: true;
}

/** A mask shorter than this would hide other text as well. In UTF-16 units. */
const MIN_LENGTH = 6;
/** So many forms at most for a secret of up to so many characters: each mask costs the runner time on every line. */
const MAX_VARIANTS = 44;
const CAPPED_LENGTH = 32;

const bytes = (text: string): readonly number[] => [...Buffer.from(text)];
const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
const upperHexByte = (byte: number): string => hexByte(byte).toUpperCase();
const unit = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');

const backslashed = (characters: RegExp) => (secret: string) =>
  secret.replace(characters, String.raw`\$&`);

const CONTROL: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Backslashes before the characters given, and control characters by letter or number. */
const stringLiteral = (characters: RegExp) => (secret: string) =>
  backslashed(characters)(secret).replace(
    /\p{Cc}/gu,
    (c) => CONTROL[c] ?? `\\x${hexByte(c.charCodeAt(0))}`
  );

/**
 * The inside of a shell's single quotes. A quote at an end of the secret is escaped alike in every shell but for the
 * empty pair of quotes outside of it, of which half is left out here.
 */
const singleQuoted = (quotes: RegExp, escaped: (run: string) => string) => (secret: string) =>
  secret
    .replace(quotes, escaped)
    .slice(Number(secret.startsWith("'")), secret.endsWith("'") ? -1 : undefined);

/** Bash's `printf %q`. With control characters it prints a `$'…'` literal instead. */
const bashQuoted = (secret: string): string =>
  /\p{Cc}/u.test(secret)
    ? ''
    : secret.replace(/[ !"$&'()*,;<>?[\\\]^`{|}]|^[#~]|(?<=[:=])~/g, String.raw`\$&`);

const json = (secret: string): string => JSON.stringify(secret).slice(1, -1);
/** JSON with some more characters by number. */
const jsonWith = (characters: RegExp) => (secret: string) =>
  json(secret).replace(characters, (character) => `\\u${unit(character)}`);
const goJson = jsonWith(/[<>&\u2028\u2029]/g);
// A `"` of the text is `\"` by now: the pair is taken as one, so that no `\\` is torn apart.
const systemTextJson = (secret: string): string =>
  json(secret).replace(/\\\\|\\"|["&'+<>`]|[^\x20-\x7e]/g, (c) =>
    c === '\\\\' ? c : `\\u${unit(c.slice(-1)).toUpperCase()}`
  );

/** Percent-encoding of the UTF-8 bytes of all characters but those kept. */
const percent =
  (encoded: RegExp, hex = upperHexByte) =>
  (secret: string) =>
    secret.replace(encoded, (character) =>
      bytes(character)
        .map((byte) => `%${hex(byte)}`)
        .join('')
    );
const spaceAsPlus = (encode: (text: string) => string) => (secret: string) =>
  encode(secret).replaceAll('%20', '+');

const entities = (names: Readonly<Record<string, string>>) => (secret: string) =>
  secret.replace(/[&<>"']/g, (character) =>
    character in names ? `&${names[character] ?? ''};` : character
  );
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };

/**
 * Those base64 characters that depend on the bytes alone, when so many bytes (modulo 3) come before them:
 * they are found in the base64 of any longer text.
 */
const tightBase64 = (content: Buffer, before: number): string =>
  Buffer.concat([Buffer.alloc(before), content])
    .toString('base64')
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + content.length) * 8) / 6));
const base64url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

const base64Forms = (
  name: string,
  printedBy: string,
  content: (secret: string) => Buffer,
  alphabets = ['base64', 'base64url'],
  rare?: true
): readonly Encoding[] =>
  alphabets.flatMap((alphabet) =>
    [0, 1, 2].map((before) => ({
      name: `${alphabet} of ${name}, ${before} bytes before`,
      printedBy,
      ...(rare && { rare }),
      encode: (secret: string) => {
        const text = tightBase64(content(secret), before);
        return alphabet === 'base64' ? text : base64url(text);
      }
    }))
  );

const itself: Encoding = { name: 'lines', printedBy: 'cat', encode: (secret) => secret };

/** Every form that is masked, in no order that matters. A form that changes nothing gives the secret itself. */
export const ENCODINGS: readonly Encoding[] = [
  {
    name: `'\\''`,
    printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
    encode: singleQuoted(/'/g, () => String.raw`'\''`)
  },
  {
    name: `'"'"'`,
    printedBy: 'Python shlex.quote, Ansible',
    encode: singleQuoted(/'/g, () => `'"'"'`)
  },
  {
    name: `'"''"'`,
    printedBy: 'dash -x, set',
    encode: singleQuoted(/'+/g, (run) => `'"${run}"'`)
  },
  {
    name: `'\\'\\''`,
    printedBy: 'zsh -x, mksh -x, busybox -x',
    encode: singleQuoted(/'+/g, (run) => `'${String.raw`\'`.repeat(run.length)}'`)
  },
  {
    name: 'backslash before every character',
    printedBy: 'bash -x: [[ x == "$PW" ]], case',
    encode: backslashed(/[^]/gu)
  },
  { name: '%q', printedBy: 'bash: printf %q, complete', encode: bashQuoted },
  {
    name: 'shellescape',
    rare: true,
    printedBy: "Ruby's Shellwords: fastlane",
    encode: backslashed(/[^\w.,:+/@-]/gu)
  },
  {
    name: 'quotemeta',
    rare: true,
    printedBy: 'Perl, and other escapes for regular expressions',
    encode: backslashed(/\W/gu)
  },
  {
    name: 'double-quoted by a shell',
    printedBy: 'bash: declare -p, export -p; envsubst templates',
    encode: backslashed(/[$`"\\]/g)
  },
  {
    name: 'backslashes doubled',
    printedBy: "Python's repr and util.inspect, when they choose the other quote",
    encode: stringLiteral(/\\/g)
  },
  {
    name: 'single-quoted literal',
    printedBy: "Python's repr, Node's util.inspect, bash $'…', PHP var_export, libpq",
    encode: stringLiteral(/[\\']/g)
  },
  {
    name: 'both quotes backslashed',
    printedBy: 'MySQL, PHP addslashes',
    encode: stringLiteral(/[\\'"]/g)
  },
  { name: 'JSON', printedBy: 'every JSON writer; YAML "…", Go %q', encode: json },
  {
    name: 'JSON, ASCII only',
    printedBy: 'Python json.dumps, AWS CLI',
    encode: jsonWith(/[^\x20-\x7e]/g)
  },
  {
    name: 'Go JSON',
    printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
    encode: goJson
  },
  {
    name: 'System.Text.Json',
    printedBy: '.NET',
    encode: systemTextJson
  },
  {
    name: 'HTML-safe JSON',
    rare: true,
    printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
    encode: jsonWith(/[<>&']/g)
  },
  { name: 'Gson', rare: true, printedBy: 'Gson', encode: jsonWith(/[<>&'=\u2028\u2029]/g) },
  {
    name: 'PHP JSON',
    printedBy: 'PHP json_encode',
    encode: (secret) => json(secret).replaceAll('/', '\\/')
  },
  {
    name: 'HCL',
    printedBy: 'terraform show, output and plan; Packer',
    encode: (secret) => json(secret).replace(/([$%])\{/g, '$1$1{')
  },
  { name: 'RFC 3986', printedBy: 'jq @uri, Python quote(safe="")', encode: percent(/[^\w.~-]/gu) },
  { name: 'URL with /', printedBy: 'Python urllib quote', encode: percent(/[^\w.~/-]/gu) },
  {
    name: 'query',
    printedBy: 'Python quote_plus, Go QueryEscape',
    encode: spaceAsPlus(percent(/[^\w.~-]/gu))
  },
  {
    name: 'encodeURIComponent',
    printedBy: 'JavaScript, Perl URI::Escape',
    encode: percent(/[^\w.!~*'()-]/gu)
  },
  { name: 'encodeURI', printedBy: 'JavaScript', encode: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
  {
    name: 'WHATWG userinfo',
    printedBy: "JavaScript's URL.password",
    encode: percent(/[^!$%&'()*+,\-.\w~]/gu)
  },
  { name: 'Go userinfo', printedBy: 'Go url.UserPassword', encode: percent(/[^\w.~$&+,;=-]/gu) },
  { name: 'Go path', printedBy: 'Go url.PathEscape', encode: percent(/[^\w.~$&+:=@-]/gu) },
  {
    name: 'form',
    printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
    encode: spaceAsPlus(percent(/[^\w.*-]/gu))
  },
  {
    name: 'PHP URL',
    rare: true,
    printedBy: 'PHP urlencode',
    encode: spaceAsPlus(percent(/[^\w.-]/gu))
  },
  {
    name: '.NET URL',
    printedBy: 'HttpUtility.UrlEncode',
    encode: spaceAsPlus(percent(/[^\w.!*()-]/gu, hexByte))
  },
  {
    name: '.NET URL, upper case',
    rare: true,
    printedBy: 'WebUtility.UrlEncode',
    encode: spaceAsPlus(percent(/[^\w.!*()-]/gu))
  },
  { name: 'XML text', printedBy: 'XML writers, xmlstarlet', encode: entities(markup) },
  {
    name: 'XML attribute',
    rare: true,
    printedBy: 'Python ElementTree, libxml2',
    encode: entities({ ...markup, '"': 'quot' })
  },
  {
    name: 'XML',
    printedBy: 'libraries that escape all five',
    encode: entities({ ...markup, '"': 'quot', "'": 'apos' })
  },
  {
    name: 'Python HTML',
    printedBy: 'Python html.escape',
    encode: entities({ ...markup, '"': 'quot', "'": '#x27' })
  },
  {
    name: 'Go HTML',
    printedBy: 'Go html.EscapeString; Jinja',
    encode: entities({ ...markup, '"': '#34', "'": '#39' })
  },
  {
    name: 'HTML',
    printedBy: 'Ruby, Handlebars, .NET',
    encode: entities({ ...markup, '"': 'quot', "'": '#39' })
  },
  {
    name: 'PHP HTML',
    printedBy: 'PHP htmlspecialchars',
    encode: entities({ ...markup, '"': 'quot', "'": '#039' })
  },
  {
    name: 'base64',
    printedBy: 'runners without encoders need it: act, Forgejo',
    encode: (secret) => Buffer.from(secret).toString('base64')
  },
  ...base64Forms('the secret', 'base64, Basic auth, kubectl, JWT', (secret) => Buffer.from(secret)),
  ...base64Forms('its JSON', 'base64 of a JSON document', (secret) => Buffer.from(json(secret)), [
    'base64'
  ]),
  ...base64Forms('its JSON', 'JWT', (secret) => Buffer.from(json(secret)), ['base64url'], true),
  ...base64Forms(
    'its Go JSON',
    'docker, kubectl: dockerconfigjson',
    (secret) => Buffer.from(goJson(secret)),
    ['base64']
  ),
  ...base64Forms('its UTF-16', 'pwsh -EncodedCommand', (secret) => Buffer.from(secret, 'utf16le'), [
    'base64'
  ]),
  {
    name: 'hex',
    printedBy: 'xxd -p, od, Python bytes.hex',
    encode: (secret) => Buffer.from(secret).toString('hex')
  },
  {
    name: 'HEX',
    printedBy: 'xxd -u, basenc --base16',
    encode: (secret) => Buffer.from(secret).toString('hex').toUpperCase()
  },
  {
    name: '%25',
    printedBy: 'workflow commands',
    encode: (secret) => secret.replaceAll('%', '%25')
  },
  {
    name: '$$',
    printedBy: 'docker compose config, make',
    encode: (secret) => secret.replaceAll('$', '$$$$')
  },
  {
    name: '%%',
    rare: true,
    printedBy: 'systemd, configparser, printf',
    encode: (secret) => secret.replaceAll('%', '%%')
  },
  {
    name: 'PowerShell',
    printedBy: 'PowerShell "…"',
    encode: (secret) => secret.replace(/[`"$]/g, '`$&')
  },
  {
    name: 'cmd',
    rare: true,
    printedBy: 'cmd.exe',
    encode: (secret) => secret.replace(/[&|<>^()!"]/g, '^$&').replaceAll('%', '%%')
  },
  {
    name: '.properties',
    rare: true,
    printedBy: 'Java Properties.store',
    encode: (secret) => secret.replace(/[\\=:#!]|^ /g, String.raw`\$&`)
  },
  { name: '""', printedBy: 'CSV, VBScript, cmd', encode: (secret) => secret.replaceAll('"', '""') },
  {
    name: "''",
    printedBy: "SQL, YAML '…', PowerShell '…'",
    encode: (secret) => secret.replaceAll("'", "''")
  },
  {
    name: '\\"',
    printedBy: 'runners without encoders need it: act, Forgejo',
    encode: backslashed(/"/g)
  },
  {
    name: 'Ruby',
    printedBy: 'Ruby inspect',
    encode: (secret) => stringLiteral(/["\\]|#(?=[{$@])/g)(secret)
  },
  {
    name: 'Windows arguments',
    rare: true,
    printedBy: 'Python list2cmdline, .NET ArgumentList',
    encode: (secret) => secret.replace(/(\\*)"/g, '$1$1\\"')
  },
  { name: 'trimmed', printedBy: "a later action's getInput", encode: (secret) => secret.trim() },
  {
    name: 'spaces collapsed',
    printedBy: 'echo $PW without quotes, HTML',
    encode: (secret) => secret.trim().replace(/ +/g, ' ')
  }
];

/**
 * Further values to mask besides the secret: the forms in which shells, languages and tools print it.
 * Each is 6 characters or longer, on one line, and differs from the secret and from the others; the
 * longest comes first. For a password of up to 32 characters there are 44 at most, but for one in a thousand of punctuation alone.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
export function maskVariants(secret: string): readonly MaskVariant[] {
  const wellFormed = Buffer.from(secret).toString();
  const found = new Map<string, Encoding>();
  for (const form of [itself, ...ENCODINGS]) {
    const lines = form.encode(wellFormed).split(/[\r\n]+/);
    for (const line of lines) {
      const value = wholeEntities(line);
      // The runner trims lines: an indented brace would become a mask.
      const counted = lines.length > 1 ? value.trim() : value;
      if (counted.length >= MIN_LENGTH && value !== secret && /\S/.test(value) && !found.has(value))
        found.set(value, form);
    }
  }
  if (secret.length <= CAPPED_LENGTH && found.size > MAX_VARIANTS) merge(wellFormed, found);
  return [...found]
    .map(([value, { name }]) => ({ name, value }))
    .sort((a, b) => b.value.length - a.value.length);
}

/**
 * Forms that differ near the ends of the secret only are replaced by what they share, until few enough are left.
 * More than half of the secret stays hidden in each; seldom less than nine tenths. If that is not enough (two
 * passwords in ten thousand), forms that are seldom printed are given up.
 */
function merge(secret: string, found: Map<string, Encoding>): void {
  for (let cut = 1; cut < secret.length * 0.45; cut++) {
    for (let head = 0; head <= cut; head++) {
      const piece = secret.slice(head, secret.length - cut + head);
      const sharing = new Map<string, string[]>();
      for (const [value, { encode: of }] of found) {
        const whole = of(piece);
        const shared = wholeEntities(whole);
        // Cut twice, little more than nothing may be left.
        const isLarge = shared === whole || tokenize(shared).length * 2 > secret.length;
        if (isLarge && shared.trim().length >= MIN_LENGTH && value.includes(shared))
          sharing.set(shared, [...(sharing.get(shared) ?? []), value]);
      }
      for (const [shared, values] of sharing) {
        if (found.size <= MAX_VARIANTS) return;
        const form = values.length > 1 && found.get(values[0] ?? '');
        if (!form) continue;
        for (const value of values) found.delete(value);
        found.set(shared, form);
      }
    }
  }
  for (const [value, { rare }] of found) {
    if (found.size <= MAX_VARIANTS) return;
    if (rare) found.delete(value);
  }
}

const tokenize = (form: string): readonly string[] => form.match(/&#?\w+;|[^]/g) ?? [];

/**
 * The runner also masks what comes before and after the last `&` of a mask, from 6 characters on. An entity form
 * such as `&quot;&lt;…` or `…&quot;x` would so hide `&quot;&` and `quot;x` wherever they are.
 * Such ends, of up to three characters of the secret, are left out.
 */
function wholeEntities(form: string): string {
  if (!form.includes('&')) return form;
  const tokens = tokenize(form);
  const at = tokens.findLastIndex((token) => token.length > 1);
  if (at < 0) return form;
  const head = tokens.slice(0, at).join('').length + 1;
  const from = at <= 3 && head >= MIN_LENGTH ? at : 0;
  const to = tokens.length - at <= 3 && form.length - head >= MIN_LENGTH ? at + 1 : tokens.length;
  return (to - from) * 2 > tokens.length ? tokens.slice(from, to).join('') : form;
}
