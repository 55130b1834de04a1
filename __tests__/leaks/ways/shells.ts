import {
  after,
  bashPrintfQ,
  bashQuotes,
  before,
  chain,
  collapsed,
  dashQuotes,
  each,
  joined,
  replacing,
  shellMeta,
  unescaped,
  when,
  within,
  without,
  zshQuotes,
  type Printer
} from '../printers.js';
import { perLine, way, type Tool, type Way } from '../way.js';

const trace = (shell: string, ...printers: readonly Printer[]): Way =>
  way(`${shell} -x`, ...printers);
const traced = (...commands: readonly string[]): string =>
  `exec 2>&1; PS4='+ '; while IFS= read -r p; do set -x; ${commands.join('; ')}; { set +x; } 2>/dev/null; done`;

const bashArgument = when(shellMeta, bashQuotes);

/** GNU's quoting for people: double quotes around a single quote, where nothing else needs escaping. */
const gnuQuotes = when(/'/, when(/^[\w%+,\-./:\]{} ']*$/, within('"'), bashQuotes), within("'"));
const gnuMeta = /[ !"$&'()*;<=>?[\\^`|]|^[#~]|^\{$|^\}$/;
/** Coreutils quote a file's name with a colon too. */
const coreutilsMeta = new RegExp(`:|${gnuMeta.source}`);

const dropLoneBackslash: Printer = (printed) =>
  /(?:^|[^\\])(?:\\\\)*\\$/.test(printed.map(({ text }) => text).join(''))
    ? printed.slice(0, -1)
    : printed;

export const shells: readonly Tool[] = [
  {
    name: 'bash',
    command: [
      'bash',
      '-c',
      traced('true "$p"', 'X=$p', '[[ x == "$p" ]]').replace(
        'set -x;',
        `q=$(printf %q "$p"); set -x; true "$q";`
      )
    ],
    ways: [
      way('bash -x, of printf %q', bashPrintfQ, bashArgument, within('+ true ', '')),
      trace('bash', bashArgument, within('+ true ', '')),
      way('bash -x, assignment', bashArgument, within('+ X=', '')),
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
        'set | grep ^p=',
        'IFS= read q <<< "$p"; printf "%s\\n" "$q"',
        'read -r a b <<< "x $p"; printf "%s\\n" "$b"',
        'printf "%s\\n" "${p%%:*}"',
        'printf "%s\\n" "${p##*/}"',
        'set -f; echo $p'
      )
    ],
    ways: [
      way('as it is'),
      way('bash printf %q', bashPrintfQ),
      way('bash ${p@Q}', bashQuotes),
      way('bash declare -p', replacing(/[$`"\\]/, '\\$&'), within('declare -- p="', '"')),
      way('bash set', when(shellMeta, bashQuotes), within('p=', '')),
      way('bash read, without -r', dropLoneBackslash, unescaped()),
      way('bash read -r, the rest of a line', (printed) => trimmed(printed)),
      way('bash ${p%%:*}', before(/:/, 'all')),
      way('bash ${p##*/}', after(/\//, 'last', 'all')),
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
    command: [
      'dash',
      '-c',
      `export p; ${perLine('export -p | grep "^export p="', `printf '%s\\n' "$p" | { IFS= read q; printf '%s\\n' "$q"; }`)}`
    ],
    ways: [
      way('dash export -p', dashQuotes, within('export p=', '')),
      way('sh read, without -r', dropLoneBackslash, unescaped())
    ]
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
    name: 'xargs',
    command: [
      'bash',
      '-c',
      perLine(
        `printf '%s\\0' "$p" | xargs -0 -t true 2>&1`,
        `cat -- "/$p" 2>&1`,
        `printf %s "$p" | cut -d= -f1`,
        `printf %s "$p" | cut -c1-20`,
        `printf %s "$p" | tail -c 20; echo`,
        `printf %s "$p" | tr -d '"'; echo`,
        `printf %s "$p" | tr -d "'\\""; echo`
      )
    ],
    limit: 200,
    ways: [
      way('xargs -t', when(gnuMeta, gnuQuotes), within('true ', '')),
      way(
        'cat: No such file',
        within('/', ''),
        when(coreutilsMeta, gnuQuotes),
        within('cat: ', ': No such file or directory')
      ),
      way('cut -d= -f1', before(/=/, 'all')),
      way('cut -c1-20', (printed) => printed.slice(0, 20)),
      way('tail -c 20', (printed) => printed.slice(-20)),
      way(
        `tr -d '"'`,
        without(({ text }) => text === '"')
      ),
      way(
        'tr -d, both quotes',
        without(({ text }) => /["']/.test(text))
      )
    ]
  }
];

function trimmed(printed: Parameters<Printer>[0]): ReturnType<Printer> {
  const at = printed.findIndex(({ text }) => text !== ' ');
  const end = printed.findLastIndex(({ text }) => text !== ' ');
  return at < 0 ? [] : printed.slice(at, end + 1);
}

/** Shells and their readers that this bench does not run. */
export const shellModels: readonly Way[] = [
  way('ksh -x', bashArgument, within('+ true ', '')),
  way(
    'sh -x and then the command prints it',
    joined(chain(bashArgument, within('+ echo ', '\n')), (printed) => printed)
  ),
  way('sed "s/x/$p/"', unescaped(), within('password=', '')),
  way('make, a recipe echoed', replacing(/\$/, '$$$$'), within('login --password ', ''))
];
