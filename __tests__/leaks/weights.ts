/** How common ways of printing are in pipelines, against each other: an estimate, with its reason. */
interface Weight {
  readonly weight: number;
  readonly reason: string;
  readonly ways: readonly string[];
}

export const WEIGHTS: readonly Weight[] = [
  {
    weight: 100,
    reason: 'A tool that prints its argument, its input or its environment: echo, cat, env.',
    ways: ['as it is', 'bash read -r, the rest of a line']
  },
  {
    weight: 60,
    reason:
      '`set -x` is the first thing that people turn on when a script fails; `run:` steps are bash.',
    ways: ['bash -x', 'bash -x, assignment', 'sh -x and then the command prints it']
  },
  {
    weight: 30,
    reason: 'JSON is what most tools print: AWS CLI, gh, curl, jq, structured logs.',
    ways: [
      'Python json.dumps',
      'JSON.stringify',
      'Go json.Marshal',
      'Ruby to_json',
      'Perl JSON::PP',
      'jq @json',
      'terraform output -json',
      'docker inspect'
    ]
  },
  {
    weight: 30,
    reason:
      'Kubernetes prints secrets in base64, and Authorization headers have it: `kubectl get -o yaml`, `curl -v`, git.',
    ways: [
      'base64 of ci:password',
      'base64 of app:password',
      'base64 of u:password',
      'printf | base64 -w0',
      'openssl base64 -A',
      'jq @base64',
      'kubectl create secret generic',
      'kubectl get secret -o yaml',
      'curl -v, Authorization: Basic',
      'git -c http.extraHeader'
    ]
  },
  {
    weight: 20,
    reason: '`echo` adds a line break before base64, and a script puts a prefix before it.',
    ways: [
      'echo | base64 -w0',
      'base64 -w0, 1 byte before',
      'base64 -w0, 2 bytes before',
      'base64 of .env',
      'base64 of a kubeconfig'
    ]
  },
  {
    weight: 20,
    reason:
      'Connection strings are how most programs get a password; clients and migrations print them.',
    ways: [
      'Python urllib quote',
      'RFC 3986',
      'Python quote_plus',
      'encodeURIComponent',
      'encodeURI',
      'WHATWG URL.password',
      'Go url.QueryEscape',
      'Go url.UserPassword',
      'SQLAlchemy URL',
      'curl --data-urlencode',
      'jq @uri',
      'Basic auth URL in a git remote',
      'mongodb URI',
      'redis URI'
    ]
  },
  {
    weight: 15,
    reason:
      'Connection strings stored in Kubernetes secrets, CI variables and .env files are printed in base64.',
    ways: [
      'base64 of a connection string',
      'base64 of a connection string, 1 byte on',
      'base64 of a connection string, 2 bytes on',
      'base64 of a connection string by JavaScript',
      'base64 of a connection string by JavaScript, 1 byte on',
      'base64 of a connection string by JavaScript, 2 bytes on',
      'base64 of a connection string by jq',
      'amqp URI, base64',
      'redis URI, base64',
      'mysql URI, base64',
      'base64 of .env with a URL'
    ]
  },
  {
    weight: 10,
    reason: 'Text that is folded by a terminal width, or shortened for a table or a log.',
    ways: [
      'cut -c1-20',
      'tail -c 20',
      'pydantic error',
      'pytest, an operand',
      'folded at 40 columns',
      'folded at 60 columns',
      'folded at 72 columns',
      'folded at 80 columns',
      'folded at 100 columns',
      'folded at 132 columns',
      'folded at 40 columns, alone',
      'folded at 80 columns, alone',
      'PHP stack trace',
      'PowerShell Format-Table',
      'rich table',
      'a log that keeps 24 characters',
      'a log that keeps the ends'
    ]
  },
  {
    weight: 10,
    reason:
      'Error messages of clients that got the password unescaped in a URL or a statement: the first mistake with special characters.',
    ways: [
      'cat: No such file',
      'Python argparse error',
      'Python urllib port error',
      'Go url.Parse error',
      'Go strconv error',
      'Java NumberFormatException',
      'Ruby URI error',
      'psql syntax error',
      'psql unterminated string',
      'MySQL syntax error',
      'psql: an unescaped password in the URI',
      'git clone: an unescaped password in the URL',
      'libpq: bad port',
      'libpq: bad percent-encoding',
      'libpq and PyMySQL: bad host',
      'git clone: bad host',
      'curl: bad port',
      'a shell that runs what follows ; or &'
    ]
  },
  {
    weight: 10,
    reason: '`base64` without -w0 and `openssl base64` break lines.',
    ways: [
      'base64 of a file, wrapped at 76 columns',
      'base64 of a file, wrapped at 64 columns',
      'base64 of a file, wrapped at 60 columns',
      'base64 wrapped at 76 columns',
      'base64 wrapped at 64 columns',
      'printf | base64',
      'openssl base64'
    ]
  },
  {
    weight: 8,
    reason: "Docker's credentials end in Kubernetes secrets and in base64 CI variables.",
    ways: [
      "base64 of docker's config.json, user ci",
      "base64 of docker's config.json, user ci, 1 byte on",
      "base64 of docker's config.json, user ci, 2 bytes on",
      "base64 of docker's config.json, user app",
      "base64 of docker's config.json, user app, 1 byte on",
      "base64 of docker's config.json, user app, 2 bytes on",
      "base64 of docker's config.json, user u",
      "base64 of docker's config.json, user u, 1 byte on",
      "base64 of docker's config.json, user u, 2 bytes on",
      'dockerconfigjson of a Kubernetes secret, user ci',
      'dockerconfigjson of a Kubernetes secret, user app',
      'dockerconfigjson of a Kubernetes secret, user u',
      "docker's config.json",
      'base64 of dockerconfigjson',
      'base64 of dockerconfigjson, indented by 1',
      'base64 of dockerconfigjson, indented by 2',
      'docker compose config',
      'npm _auth',
      'kubectl create secret docker-registry',
      'base64 of .npmrc'
    ]
  },
  {
    weight: 8,
    reason: "The other shells: Alpine's busybox and dash run `sh` steps, macOS has zsh.",
    ways: ['dash -x', 'zsh -x', 'mksh -x', 'busybox sh -x', 'xargs -t', 'ksh -x', 'git trace']
  },
  {
    weight: 8,
    reason: 'Shell code that was built with quoting, or is shown by declare, set and export.',
    ways: [
      'bash -x, of printf %q',
      'bash -x, [[ x == "$p" ]]',
      'bash printf %q',
      'bash ${p@Q}',
      'bash declare -p',
      'bash set',
      'dash export -p',
      'Python shlex.quote',
      'Ruby shellescape',
      'jq @sh'
    ]
  },
  {
    weight: 8,
    reason: 'Cutting at a separator, and removing quotes, is how scripts read .env, INI and JSON.',
    ways: [
      'bash ${p%%:*}',
      'bash ${p##*/}',
      'cut -d= -f1',
      "tr -d '\"'",
      'tr -d, both quotes',
      'dotenv, cut at #',
      'ini, cut at ;',
      "dotenv, '$x' expanded",
      "JSON string, tr -d '\"'"
    ]
  },
  {
    weight: 6,
    reason: 'Readers that unescape: `read` without -r, `awk -v`, `sed`.',
    ways: [
      'bash read, without -r',
      'echo $p, without quotes',
      'sh read, without -r',
      'gawk -v',
      'mawk -v',
      'sed "s/x/$p/"',
      'printf "$p"'
    ]
  },
  {
    weight: 6,
    reason:
      'JSON inside JSON: request bodies in debug logs, secrets of AWS that are JSON, annotations of kubectl apply.',
    ways: [
      'JSON in JSON',
      'JSON three deep',
      'Python requests, in debug mode',
      'JSON in a JSON body',
      'JSON in a JSON body in a JSON message',
      'Node util.inspect of a JSON body',
      'Go JSON in JSON: last-applied-configuration',
      'PHP JSON in JSON',
      'jq tojson, twice',
      'kubectl -o json of a Secret with stringData',
      'AWS CLI --debug',
      'AWS CLI, a JSON secret'
    ]
  },
  {
    weight: 5,
    reason: 'Tools show a value as their language writes it, in exceptions and debug output.',
    ways: [
      'Python repr',
      'Node util.inspect',
      'Go %q',
      'Go %#v',
      'PHP var_export',
      'PHP serialize',
      'Ruby inspect',
      'Ruby Hash#inspect',
      'Perl Data::Dumper',
      'Perl Data::Dumper, Useqq',
      'sqlite .mode quote',
      'sqlite .mode insert',
      'sqlite .mode csv',
      'sqlite .mode tcl',
      'HCL',
      'YAML, single-quoted',
      'YAML, double-quoted',
      'TOML',
      'Rust {:?}',
      'Groovy, Kotlin and Dart "…"'
    ]
  },
  {
    weight: 5,
    reason: 'Compose files and make double a dollar; workflow commands escape a percent sign.',
    ways: [
      '$$: compose, make',
      '%25: workflow commands',
      'make, a recipe echoed',
      'GitHub expression'
    ]
  },
  {
    weight: 4,
    reason:
      'A document with a password in it, in base64: configuration in Kubernetes secrets and CI variables.',
    ways: [
      'base64url of a connection string',
      'base64url of a connection string, 1 byte on',
      'base64url of a connection string, 2 bytes on',
      'base64url',
      'base64url, 1 byte on',
      'base64url, 2 bytes on',
      'base64 of a JSON document',
      'base64 of a JSON document, 1 byte on',
      'base64 of a JSON document, 2 bytes on',
      'base64url of a JSON document',
      'base64url of a JSON document, 1 byte on',
      'base64url of a JSON document, 2 bytes on',
      'base64 of YAML',
      'base64 of YAML, 1 byte on',
      'base64 of YAML, 2 bytes on',
      'base64 of XML',
      'base64 of XML, 1 byte on',
      'base64 of XML, 2 bytes on',
      'base64 of TOML or tfvars',
      'base64 of TOML or tfvars, 1 byte on',
      'base64 of TOML or tfvars, 2 bytes on',
      'SOPS or Helm values, base64 of quoted YAML',
      'base64 of user data, quoted by printf %q',
      'JWT claims',
      '.env with a JSON value, base64'
    ]
  },
  {
    weight: 4,
    reason: 'A dump of bytes, to find an invisible character.',
    ways: [
      'Python bytes.hex',
      "Python bytes.hex(' ')",
      'Node Buffer',
      'Node Buffer, user:password',
      'Go hex',
      'Go % x',
      'xxd -p',
      'xxd -u -p',
      'xxd -p, wrapped',
      'od -tx1',
      'od -c'
    ]
  },
  {
    weight: 3,
    reason: 'Form and query encoding of other languages.',
    ways: [
      'URLSearchParams',
      'axios parameters',
      'Java URI, userinfo',
      'Java URI, query',
      'Spring UriUtils.encodeUserInfo, Guava',
      'Go html/template, href',
      'Go URL.Path',
      'Node URL.search',
      'wget, a query',
      'Go url.PathEscape',
      'Go url.Values',
      'Java URLEncoder',
      'PHP rawurlencode',
      'PHP urlencode',
      'PHP http_build_query',
      'Ruby CGI.escape',
      '.NET HttpUtility.UrlEncode',
      '.NET WebUtility.UrlEncode'
    ]
  },
  {
    weight: 3,
    reason: 'Markup: JUnit reports, Maven settings, job summaries, Slack messages.',
    ways: [
      'Python html.escape',
      'XML text',
      'XML attribute',
      'Go html.EscapeString',
      'Go xml.EscapeText',
      'PHP htmlspecialchars',
      'Ruby CGI.escapeHTML',
      'jq @html',
      'XML, all five',
      'Jinja, autoescape',
      'Slack message'
    ]
  },
  {
    weight: 3,
    reason: 'CSV and SQL, as reports and migrations write them.',
    ways: [
      'CSV',
      'PHP addslashes, MySQL',
      'jq @csv',
      'jq @tsv',
      "SQL, PowerShell '…'",
      '.pgpass',
      'my.cnf',
      'ODBC connection string'
    ]
  },
  {
    weight: 3,
    reason: 'PowerShell and Windows steps.',
    ways: [
      'Windows arguments',
      'base64 of UTF-16',
      'base64 of UTF-16, 2 bytes on',
      'base64 of UTF-16, 4 bytes on',
      'System.Text.Json',
      'ConvertTo-Json of Windows PowerShell',
      'PowerShell "…"',
      'pwsh -EncodedCommand',
      'cmd'
    ]
  },
  {
    weight: 2,
    reason: 'Base64 of a URL that a library wrote which leaves more characters as they are.',
    ways: [
      'base64 of a connection string, raw',
      'base64 of a connection string, raw, 1 byte on',
      'base64 of a connection string, raw, 2 bytes on',
      'base64 twice',
      'base64 of a URL by WHATWG',
      'base64 of a URL by SQLAlchemy',
      'base64 of axios parameters',
      "base64 of a connection string by Python's quote",
      'base64 of a connection string by Go',
      'base64 of a JDBC URL'
    ]
  },
  {
    weight: 1,
    reason: 'Formats that hold passwords, but are seldom printed.',
    ways: [
      'quoted-printable',
      '%%: systemd, configparser',
      'Java .properties',
      'PHP json_encode',
      'Jinja tojson',
      'Django escapejs',
      'HAProxy log',
      'JAAS configuration in .properties',
      'PHP escapeshellcmd',
      'vitest, jest and rich: a diff in colours',
      'Gson',
      'LDAP filter',
      'LDAP DN',
      'nginx access log',
      'Apache access log',
      'Markdown',
      'systemd-escape',
      'systemctl show',
      'Markdown table, a pipe escaped',
      'grep --color of a part',
      'git diff --word-diff'
    ]
  },
  {
    weight: 1,
    reason: 'Escapes for regular expressions: a password in a pattern of grep or sed.',
    ways: [
      'Python re.escape',
      'Go regexp.QuoteMeta',
      'PHP preg_quote',
      'Ruby Regexp.escape',
      'Perl quotemeta'
    ]
  },
  {
    weight: 0.2,
    reason:
      'Each character stands alone or is changed: a debug dump, or a trick to get around the masks.',
    ways: [
      'base32',
      'reversed',
      'upper case',
      'characters in colours',
      'spelled with blanks',
      'Node Buffer as JSON',
      'Java Arrays.toString of bytes',
      'Ruby bytes',
      'Go []byte',
      'hexdump -C',
      'list of byte numbers',
      'list of characters',
      'PowerShell [BitConverter]'
    ]
  }
];
