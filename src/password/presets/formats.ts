import { checked, punctuationExcept, type Preset } from './preset.js';

/** Places set no bounds of their own: the action's hold. */
const anyLength = { minimum: 6, maximum: 4096, length: 32 };

/** The page that `npm run carriers` measures. */
const measured = { link: 'places.md', checked: '2026-12-01' };

/** Places where a password is written, whatever it is for. */
export const formats = {
  'url-safe': {
    target: 'a URL, as it stands (`user:password@host`)',
    ...anyLength,
    forbidden: punctuationExcept('-._~'),
    source: {
      text: 'RFC 3986, unreserved characters',
      link: 'https://www.rfc-editor.org/rfc/rfc3986#section-2.3',
      checked
    }
  },
  'shell-safe': {
    target: 'everywhere: URLs, shells, files, connection strings, command lines',
    ...anyLength,
    forbidden: punctuationExcept('-._~'),
    forbiddenFirst: '~',
    source: {
      text: "Measured: no place fails. First no `~`, which zsh takes for somebody's home directory",
      ...measured
    }
  },
  'dotenv-safe': {
    target: 'a dotenv file, unquoted, read by a dotenv library',
    ...anyLength,
    forbidden: '#$\'"`\\',
    source: { text: 'Measured: comments, expansion, quotes', ...measured },
    note: 'A shell that runs `source .env` reads more, and runs parts of the value as commands: use `shell-safe` there.'
  },
  'odbc-safe': {
    target: 'an ODBC, OLE DB or ADO.NET connection string',
    ...anyLength,
    forbidden: '[](),;?*!@={}\'"%+',
    source: {
      text: "Microsoft's ODBC documentation, SQLDriverConnect. Narrower: also no `'` `\"`, with which ADO.NET quotes, and no `%` `+`, which PostgreSQL's ODBC driver decodes (measured)",
      link: 'https://learn.microsoft.com/en-us/sql/odbc/reference/syntax/sqldriverconnect-function',
      checked
    }
  },
  alphanumeric: {
    target: 'letters and numbers only',
    ...anyLength,
    forbidden: punctuationExcept(''),
    source: { text: 'By definition', ...measured }
  }
} satisfies Record<string, Preset>;
