/** A further value to mask: the secret as some tool prints it. */
export interface PrintedForm {
  readonly name: string;
  readonly value: string;
}

interface Form {
  readonly name: string;
  /** Who prints it so. */
  readonly printedBy: string;
  readonly of: (secret: string) => string;
  /** Seldom seen in a log: given up first, when there are too many. */
  readonly rare?: true;
}

/** A mask shorter than this would hide other text as well. In UTF-16 units. */
const SHORTEST = 6;
/** So many forms at most for a secret of up to so many characters: each mask costs the runner time on every line. */
const MOST = 44;
const LIMITED = 32;

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
): readonly Form[] =>
  alphabets.flatMap((alphabet) =>
    [0, 1, 2].map((before) => ({
      name: `${alphabet} of ${name}, ${before} bytes before`,
      printedBy,
      ...(rare && { rare }),
      of: (secret: string) => {
        const text = tightBase64(content(secret), before);
        return alphabet === 'base64' ? text : base64url(text);
      }
    }))
  );

const itself: Form = { name: 'lines', printedBy: 'cat', of: (secret) => secret };

/** Every form that is masked, in no order that matters. A form that changes nothing gives the secret itself. */
export const forms: readonly Form[] = [
  {
    name: `'\\''`,
    printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
    of: singleQuoted(/'/g, () => String.raw`'\''`)
  },
  {
    name: `'"'"'`,
    printedBy: 'Python shlex.quote, Ansible',
    of: singleQuoted(/'/g, () => `'"'"'`)
  },
  {
    name: `'"''"'`,
    printedBy: 'dash -x, set',
    of: singleQuoted(/'+/g, (run) => `'"${run}"'`)
  },
  {
    name: `'\\'\\''`,
    printedBy: 'zsh -x, mksh -x, busybox -x',
    of: singleQuoted(/'+/g, (run) => `'${String.raw`\'`.repeat(run.length)}'`)
  },
  {
    name: 'backslash before every character',
    printedBy: 'bash -x: [[ x == "$PW" ]], case',
    of: backslashed(/[^]/gu)
  },
  { name: '%q', printedBy: 'bash: printf %q, complete', of: bashQuoted },
  {
    name: 'shellescape',
    rare: true,
    printedBy: "Ruby's Shellwords: fastlane",
    of: backslashed(/[^\w.,:+/@-]/gu)
  },
  {
    name: 'quotemeta',
    rare: true,
    printedBy: 'Perl, and other escapes for regular expressions',
    of: backslashed(/\W/gu)
  },
  {
    name: 'double-quoted by a shell',
    printedBy: 'bash: declare -p, export -p; envsubst templates',
    of: backslashed(/[$`"\\]/g)
  },
  {
    name: 'backslashes doubled',
    printedBy: "Python's repr and util.inspect, when they choose the other quote",
    of: stringLiteral(/\\/g)
  },
  {
    name: 'single-quoted literal',
    printedBy: "Python's repr, Node's util.inspect, bash $'…', PHP var_export, libpq",
    of: stringLiteral(/[\\']/g)
  },
  {
    name: 'both quotes backslashed',
    printedBy: 'MySQL, PHP addslashes',
    of: stringLiteral(/[\\'"]/g)
  },
  { name: 'JSON', printedBy: 'every JSON writer; YAML "…", Go %q', of: json },
  {
    name: 'JSON, ASCII only',
    printedBy: 'Python json.dumps, AWS CLI',
    of: jsonWith(/[^\x20-\x7e]/g)
  },
  {
    name: 'Go JSON',
    printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
    of: goJson
  },
  {
    name: 'System.Text.Json',
    printedBy: '.NET',
    of: systemTextJson
  },
  {
    name: 'HTML-safe JSON',
    rare: true,
    printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
    of: jsonWith(/[<>&']/g)
  },
  { name: 'Gson', rare: true, printedBy: 'Gson', of: jsonWith(/[<>&'=\u2028\u2029]/g) },
  {
    name: 'PHP JSON',
    printedBy: 'PHP json_encode',
    of: (secret) => json(secret).replaceAll('/', '\\/')
  },
  {
    name: 'HCL',
    printedBy: 'terraform show, output and plan; Packer',
    of: (secret) => json(secret).replace(/([$%])\{/g, '$1$1{')
  },
  { name: 'RFC 3986', printedBy: 'jq @uri, Python quote(safe="")', of: percent(/[^\w.~-]/gu) },
  { name: 'URL with /', printedBy: 'Python urllib quote', of: percent(/[^\w.~/-]/gu) },
  {
    name: 'query',
    printedBy: 'Python quote_plus, Go QueryEscape',
    of: spaceAsPlus(percent(/[^\w.~-]/gu))
  },
  {
    name: 'encodeURIComponent',
    printedBy: 'JavaScript, Perl URI::Escape',
    of: percent(/[^\w.!~*'()-]/gu)
  },
  { name: 'encodeURI', printedBy: 'JavaScript', of: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
  {
    name: 'WHATWG userinfo',
    printedBy: "JavaScript's URL.password",
    of: percent(/[^!$%&'()*+,\-.\w~]/gu)
  },
  { name: 'Go userinfo', printedBy: 'Go url.UserPassword', of: percent(/[^\w.~$&+,;=-]/gu) },
  { name: 'Go path', printedBy: 'Go url.PathEscape', of: percent(/[^\w.~$&+:=@-]/gu) },
  {
    name: 'form',
    printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
    of: spaceAsPlus(percent(/[^\w.*-]/gu))
  },
  {
    name: 'PHP URL',
    rare: true,
    printedBy: 'PHP urlencode',
    of: spaceAsPlus(percent(/[^\w.-]/gu))
  },
  {
    name: '.NET URL',
    printedBy: 'HttpUtility.UrlEncode',
    of: spaceAsPlus(percent(/[^\w.!*()-]/gu, hexByte))
  },
  {
    name: '.NET URL, upper case',
    rare: true,
    printedBy: 'WebUtility.UrlEncode',
    of: spaceAsPlus(percent(/[^\w.!*()-]/gu))
  },
  { name: 'XML text', printedBy: 'XML writers, xmlstarlet', of: entities(markup) },
  {
    name: 'XML attribute',
    rare: true,
    printedBy: 'Python ElementTree, libxml2',
    of: entities({ ...markup, '"': 'quot' })
  },
  {
    name: 'XML',
    printedBy: 'libraries that escape all five',
    of: entities({ ...markup, '"': 'quot', "'": 'apos' })
  },
  {
    name: 'Python HTML',
    printedBy: 'Python html.escape',
    of: entities({ ...markup, '"': 'quot', "'": '#x27' })
  },
  {
    name: 'Go HTML',
    printedBy: 'Go html.EscapeString; Jinja',
    of: entities({ ...markup, '"': '#34', "'": '#39' })
  },
  {
    name: 'HTML',
    printedBy: 'Ruby, Handlebars, .NET',
    of: entities({ ...markup, '"': 'quot', "'": '#39' })
  },
  {
    name: 'PHP HTML',
    printedBy: 'PHP htmlspecialchars',
    of: entities({ ...markup, '"': 'quot', "'": '#039' })
  },
  {
    name: 'base64',
    printedBy: 'runners without encoders need it: act, Forgejo',
    of: (secret) => Buffer.from(secret).toString('base64')
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
    of: (secret) => Buffer.from(secret).toString('hex')
  },
  {
    name: 'HEX',
    printedBy: 'xxd -u, basenc --base16',
    of: (secret) => Buffer.from(secret).toString('hex').toUpperCase()
  },
  { name: '%25', printedBy: 'workflow commands', of: (secret) => secret.replaceAll('%', '%25') },
  {
    name: '$$',
    printedBy: 'docker compose config, make',
    of: (secret) => secret.replaceAll('$', '$$$$')
  },
  {
    name: '%%',
    rare: true,
    printedBy: 'systemd, configparser, printf',
    of: (secret) => secret.replaceAll('%', '%%')
  },
  {
    name: 'PowerShell',
    printedBy: 'PowerShell "…"',
    of: (secret) => secret.replace(/[`"$]/g, '`$&')
  },
  {
    name: 'cmd',
    rare: true,
    printedBy: 'cmd.exe',
    of: (secret) => secret.replace(/[&|<>^()!"]/g, '^$&').replaceAll('%', '%%')
  },
  {
    name: '.properties',
    rare: true,
    printedBy: 'Java Properties.store',
    of: (secret) => secret.replace(/[\\=:#!]|^ /g, String.raw`\$&`)
  },
  { name: '""', printedBy: 'CSV, VBScript, cmd', of: (secret) => secret.replaceAll('"', '""') },
  {
    name: "''",
    printedBy: "SQL, YAML '…', PowerShell '…'",
    of: (secret) => secret.replaceAll("'", "''")
  },
  {
    name: '\\"',
    printedBy: 'runners without encoders need it: act, Forgejo',
    of: backslashed(/"/g)
  },
  {
    name: 'Ruby',
    printedBy: 'Ruby inspect',
    of: (secret) => stringLiteral(/["\\]|#(?=[{$@])/g)(secret)
  },
  {
    name: 'Windows arguments',
    rare: true,
    printedBy: 'Python list2cmdline, .NET ArgumentList',
    of: (secret) => secret.replace(/(\\*)"/g, '$1$1\\"')
  },
  { name: 'trimmed', printedBy: "a later action's getInput", of: (secret) => secret.trim() },
  {
    name: 'spaces collapsed',
    printedBy: 'echo $PW without quotes, HTML',
    of: (secret) => secret.trim().replace(/ +/g, ' ')
  }
];

/**
 * Further values to mask besides the secret: the forms in which shells, languages and tools print it.
 * Each is 6 characters or longer, on one line, and differs from the secret and from the others; the
 * longest comes first. For a password of up to 32 characters there are 44 at most, but for one in a thousand of punctuation alone.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
export function printedForms(secret: string): readonly PrintedForm[] {
  const wellFormed = Buffer.from(secret).toString();
  const found = new Map<string, Form>();
  for (const form of [itself, ...forms]) {
    const lines = form.of(wellFormed).split(/[\r\n]+/);
    for (const line of lines) {
      const value = wholeEntities(line);
      // The runner trims lines: an indented brace would become a mask.
      const counted = lines.length > 1 ? value.trim() : value;
      if (counted.length >= SHORTEST && value !== secret && /\S/.test(value) && !found.has(value))
        found.set(value, form);
    }
  }
  if (secret.length <= LIMITED && found.size > MOST) merge(wellFormed, found);
  return [...found]
    .map(([value, { name }]) => ({ name, value }))
    .sort((a, b) => b.value.length - a.value.length);
}

/**
 * Forms that differ near the ends of the secret only are replaced by what they share, until few enough are left.
 * More than half of the secret stays hidden in each; seldom less than nine tenths. If that is not enough (two
 * passwords in ten thousand), forms that are seldom printed are given up.
 */
function merge(secret: string, found: Map<string, Form>): void {
  for (let cut = 1; cut < secret.length * 0.45; cut++) {
    for (let head = 0; head <= cut; head++) {
      const piece = secret.slice(head, secret.length - cut + head);
      const sharing = new Map<string, string[]>();
      for (const [value, { of }] of found) {
        const whole = of(piece);
        const shared = wholeEntities(whole);
        // Cut twice, little more than nothing may be left.
        const isLarge = shared === whole || tokensOf(shared).length * 2 > secret.length;
        if (isLarge && shared.trim().length >= SHORTEST && value.includes(shared))
          sharing.set(shared, [...(sharing.get(shared) ?? []), value]);
      }
      for (const [shared, values] of sharing) {
        if (found.size <= MOST) return;
        const form = values.length > 1 && found.get(values[0] ?? '');
        if (!form) continue;
        for (const value of values) found.delete(value);
        found.set(shared, form);
      }
    }
  }
  for (const [value, { rare }] of found) {
    if (found.size <= MOST) return;
    if (rare) found.delete(value);
  }
}

const tokensOf = (form: string): readonly string[] => form.match(/&#?\w+;|[^]/g) ?? [];

/**
 * The runner also masks what comes before and after the last `&` of a mask, from 6 characters on. An entity form
 * such as `&quot;&lt;…` or `…&quot;x` would so hide `&quot;&` and `quot;x` wherever they are.
 * Such ends, of up to three characters of the secret, are left out.
 */
function wholeEntities(form: string): string {
  if (!form.includes('&')) return form;
  const tokens = tokensOf(form);
  const at = tokens.findLastIndex((token) => token.length > 1);
  if (at < 0) return form;
  const head = tokens.slice(0, at).join('').length + 1;
  const from = at <= 3 && head >= SHORTEST ? at : 0;
  const to = tokens.length - at <= 3 && form.length - head >= SHORTEST ? at + 1 : tokens.length;
  return (to - from) * 2 > tokens.length ? tokens.slice(from, to).join('') : form;
}
