/** Ways of printing that no mask closes, and what a pipeline can do instead. */
interface Gap {
  readonly name: string;
  readonly ways: readonly string[];
  readonly remedy: string;
}

export const GAPS: readonly Gap[] = [
  {
    name: 'Each character apart, or as a number',
    ways: [
      'list of characters',
      'list of byte numbers',
      'Node Buffer as JSON',
      'Java Arrays.toString of bytes',
      'Ruby bytes',
      'Go []byte',
      'PowerShell [BitConverter]',
      'spelled with blanks',
      'od -c',
      'od -tx1',
      'hexdump -C',
      'characters in colours'
    ],
    remedy: 'Do not dump bytes in a job that has the password.'
  },
  {
    name: 'Other letters: base32, upper case, reversed',
    ways: ['base32', 'upper case', 'reversed'],
    remedy: 'Transform the password in a step that prints nothing.'
  },
  {
    name: 'Wrapped hex',
    ways: ['xxd -p, wrapped'],
    remedy: "`xxd -p \\| tr -d '\\n'`"
  },
  {
    name: 'Hex with blanks, from 81 characters on',
    ways: ['Go % x', "Python bytes.hex(' ')"],
    remedy: 'Hex without blanks is masked.'
  },
  {
    name: 'Colours or marks inside the value: diffs of vitest, jest and rich, `grep --color`, `git diff --word-diff`',
    ways: [
      'vitest, jest and rich: a diff in colours',
      'grep --color of a part',
      'git diff --word-diff'
    ],
    remedy: '`NO_COLOR: 1` in the environment of the job; `--color=never`'
  },
  {
    name: 'Escapes for regular expressions',
    ways: [
      'Python re.escape',
      'Ruby Regexp.escape',
      'PHP preg_quote',
      'Go regexp.QuoteMeta',
      'Perl quotemeta'
    ],
    remedy: 'Search for the password as a fixed string.'
  },
  {
    name: 'PHP `escapeshellcmd`',
    ways: ['PHP escapeshellcmd'],
    remedy: '`escapeshellarg` is masked, and is the right one for arguments.'
  },
  { name: 'Markdown', ways: ['Markdown'], remedy: 'Put it between backquotes.' },
  { name: '`systemd-escape`', ways: ['systemd-escape'], remedy: 'Use `EnvironmentFile=`.' },
  { name: 'LDAP: names and filters', ways: ['LDAP DN', 'LDAP filter'], remedy: '' },
  {
    name: "HAProxy's log, JAAS configuration in `.properties`",
    ways: ['HAProxy log', 'JAAS configuration in .properties'],
    remedy: 'A preset without their special characters'
  },
  {
    name: "URLs by other rules: Node's `URL.search`, Go's `URL.Path`, wget",
    ways: ['Node URL.search', 'Go URL.Path', 'wget, a query'],
    remedy: 'Percent-encode the password first, or use the output `password-url-encoded`.'
  },
  {
    name: 'Base64 of a URL by axios',
    ways: ['base64 of axios parameters'],
    remedy: 'The same.'
  },
  {
    name: 'dotenv that expands `$x`',
    ways: ["dotenv, '$x' expanded"],
    remedy: "Single quotes: `PASSWORD='…'`"
  }
];

export const OPEN = new Set(GAPS.flatMap(({ ways }) => ways));

/** The share of passwords that a way with a form may leak: lines of base64 end within a short password now and then. */
export const limitOf = (name: string): number => (/^base64 .*wrapped/.test(name) ? 0.02 : 0.01);

/**
 * Ways that leak only for passwords over 100 characters of all kinds: 80 masks are not enough for all forms of those, and
 * these come last.
 */
export const ONLY_LONG: ReadonlySet<string> = new Set([
  'Java URI, query',
  'axios parameters',
  'Django escapejs',
  'cmd',
  '.NET WebUtility.UrlEncode',
  'Gson'
]);
