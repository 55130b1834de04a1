import {
  base64,
  byteNumbers,
  chain,
  context,
  each,
  entity,
  hex,
  hexBytes,
  inspect,
  json,
  jsonWith,
  markup,
  percent,
  plus,
  replacing,
  rubyInspect,
  textOf,
  upper,
  within,
  type Printer
} from '../printers.js';
import { approximate, way, type Tool } from '../way.js';

const uriComponent = percent(/[\w.!~*'()-]/);

const NODE = `
const { inspect } = require('node:util');
const b64 = (text) => Buffer.from(text).toString('base64');
for (const p of require('node:fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1)) {
  const address = new URL('https://ci@host/'); address.password = p;
  const e = encodeURIComponent(p), user = ['app', 'apps', 'app01'], body = JSON.stringify({ p });
  console.log([inspect(p), JSON.stringify(p), e, encodeURI(p), address.href,
    String(new URLSearchParams({ p })), JSON.stringify({ body }), JSON.stringify({ message: JSON.stringify({ body }) }),
    inspect({ body }, { breakLength: Infinity }), p.replaceAll('%', '%25'), inspect(Buffer.from(p)), inspect(Buffer.from('ci:' + p)),
    JSON.stringify(Buffer.from(p)),
    ...user.map((u) => b64('postgres://' + u + ':' + e + '@db/app')),
    b64(address.href), Object.assign(new URL('https://host'), { search: 'p=' + p.replaceAll('#', '') }).href].join('\\n'));
}`;

const buffer: Printer = (printed) => {
  return [
    ...context('<Buffer '),
    ...hexBytes(printed.slice(0, 50)),
    ...context(
      printed.length > 50
        ? ` ... ${printed.length - 50} more byte${printed.length > 51 ? 's' : ''}>`
        : '>'
    )
  ];
};
const whatwg = percent(/[\w!$%&'()*+,.~-]/);

export const node: Tool = {
  name: 'node',
  command: [process.execPath, '-e', NODE],
  ways: [
    way('Node util.inspect', inspect),
    way('JSON.stringify', json),
    way('encodeURIComponent', uriComponent),
    way('encodeURI', percent(/[\w.!~*'();/?:@&=+$,#-]/)),
    way('WHATWG URL.password', whatwg, within('https://ci:', '@host/')),
    way('URLSearchParams', percent(/[\w.*-]/), plus, within('p=', '')),
    way('JSON in a JSON body', json, within('{"p":', '}'), json, within('{"body":', '}')),
    way(
      'JSON in a JSON body in a JSON message',
      json,
      within('{"p":', '}'),
      json,
      within('{"body":', '}'),
      json,
      within('{"message":', '}')
    ),
    way(
      'Node util.inspect of a JSON body',
      json,
      within('{"p":', '}'),
      inspect,
      within('{ body: ', ' }')
    ),
    way('%25: workflow commands', replacing(/%/, '%25')),
    way('Node Buffer', buffer),
    way('Node Buffer, user:password', within('ci:', ''), buffer),
    way('Node Buffer as JSON', byteNumbers(','), within('{"type":"Buffer","data":[', ']}')),
    ...['app', 'apps', 'app01'].map((user, at) =>
      way(
        `base64 of a connection string by JavaScript${at === 0 ? '' : `, ${at} byte${at > 1 ? 's' : ''} on`}`,
        uriComponent,
        within(`postgres://${user}:`, '@db/app'),
        base64()
      )
    ),
    way('base64 of a URL by WHATWG', whatwg, within('https://ci:', '@host/'), base64()),
    way('Node URL.search', (printed) =>
      within(
        'https://host/?p=',
        ''
      )(percent(/[\w!$%&()*+,./:;=?@[\\\]^`{|}~-]/)(printed.filter(({ text }) => text !== '#')))
    )
  ]
};

const GO = `package main
import ("bufio"; "bytes"; "encoding/base64"; "encoding/hex"; "encoding/json"; "encoding/xml"; "fmt"; "html"; "html/template"; "net/url"; "os"; "regexp"; "strconv")
func main() {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	b := base64.StdEncoding.EncodeToString
	link := template.Must(template.New("").Parse("<a href=\\"/?p={{.}}\\">"))
	for in.Scan() {
		p := in.Text()
		j, _ := json.Marshal(p)
		jj, _ := json.Marshal(string(j))
		var x bytes.Buffer
		xml.EscapeText(&x, []byte(p))
		doc := append(append([]byte("{\\"auths\\":{\\"ghcr.io\\":{\\"username\\":\\"ci\\",\\"password\\":"), j...), '}', '}', '}')
		var href bytes.Buffer
		link.Execute(&href, p)
		path := url.URL{Scheme: "https", Host: "h", Path: "/" + p}
		message := ""
		if _, err := url.Parse("postgres://app:" + p + "@db:5432/app"); err != nil { message = err.Error() }
		_, number := strconv.Atoi("x" + p)
		form := url.Values{"p": {p}}
		address := url.URL{Scheme: "postgres", User: url.UserPassword("app", p), Host: "db"}
		for _, line := range []string{string(j), string(jj), fmt.Sprintf("%q", p), fmt.Sprintf("%#v", struct{ P string }{p}), url.QueryEscape(p), url.PathEscape(p),
			form.Encode(), url.UserPassword("ci", p).String(), b([]byte(address.String())), html.EscapeString(p), x.String(), regexp.QuoteMeta(p),
			message, number.Error(), b(doc), b(append([]byte(" "), doc...)), b(append([]byte("  "), doc...)), hex.EncodeToString([]byte(p)), fmt.Sprintf("% x", p), fmt.Sprint([]byte(p)), href.String(), path.String()} {
			fmt.Fprintln(out, line)
		}
	}
}
`;

const goUserinfo = percent(/[\w.~$&+,;=-]/);

/** net/url's error for a URL with an unescaped password: the URL, and the part that it takes for something else. */
const goUrlError: Printer = (printed) => {
  const all = within('postgres://app:', '@db:5432/app')(printed);
  const hash = all.findIndex(({ text }) => text === '#');
  const address = hash < 0 ? all : all.slice(0, hash);
  const report = (
    reason: Printer,
    of: readonly (typeof all)[number][] = []
  ): ReturnType<Printer> => [
    ...context('parse '),
    ...json(address),
    ...context(': '),
    ...reason(of)
  ];
  const rest = address.slice('postgres://'.length);
  const end = rest.findIndex(({ text }) => /[/?]/.test(text));
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.findLastIndex(({ text }) => text === '@');
  const host = authority.slice(at + 1);
  if (at >= 0 && !/^[\w.:~!$&'()*+,;=%@-]*$/.test(textOf(authority.slice(0, at))))
    return report(within('net/url: invalid userinfo', ''));
  const escape = (part: typeof all): typeof all | undefined => {
    const text = textOf(part);
    const from = text.search(/%(?![\dA-Fa-f]{2})/);
    return from < 0 ? undefined : part.slice(from, from + 3);
  };
  const userPassword = at < 0 ? [] : authority.slice(0, at);
  const bad = at < 0 ? undefined : escape(userPassword.slice(4));
  const hostText = textOf(host);
  const close = hostText.lastIndexOf(']');
  if (hostText.startsWith('[') && close < 0) return report(within("missing ']' in host", ''));
  const colon = hostText.lastIndexOf(':');
  if (at < 0 && colon >= 0 && !/^\d*$/.test(hostText.slice(colon + 1)))
    return report(chain(json, within('invalid port ', ' after host')), host.slice(colon));
  if (bad) return report(chain(json, within('invalid URL escape ', '')), bad);
  return [];
};

export const go: Tool = {
  name: 'go',
  command: ['go', 'run'],
  program: ['printing.go', GO],
  ways: [
    way('Go json.Marshal', jsonWith(/[<>&]/)),
    way('Go JSON in JSON: last-applied-configuration', jsonWith(/[<>&]/), json),
    way('Go %q', json),
    way('Go %#v', json, within('struct { P string }{P:', '}')),
    way('Go url.QueryEscape', percent(/[\w.~-]/), plus),
    way('Go url.PathEscape', percent(/[\w.~$&+:=@-]/)),
    way('Go url.Values', percent(/[\w.~-]/), plus, within('p=', '')),
    way('Go url.UserPassword', goUserinfo, within('ci:', '')),
    way(
      'base64 of a connection string by Go',
      goUserinfo,
      within('postgres://app:', '@db'),
      base64()
    ),
    way('Go html.EscapeString', entity({ ...markup, '"': '#34', "'": '#39' })),
    way('Go xml.EscapeText', entity({ ...markup, '"': '#34', "'": '#39' })),
    way('Go regexp.QuoteMeta', replacing(/[\\.+*?()|[\]{}^$]/, '\\$&')),
    approximate(way('Go url.Parse error', goUrlError)),
    way(
      'Go strconv error',
      within('x', ''),
      json,
      within('strconv.Atoi: parsing ', ': invalid syntax')
    ),
    ...['', ' ', '  '].map((blank) =>
      way(
        `base64 of dockerconfigjson${blank && `, indented by ${blank.length}`}`,
        jsonWith(/[<>&]/),
        within('{"auths":{"ghcr.io":{"username":"ci","password":', '}}}'),
        within(blank, ''),
        base64()
      )
    ),
    way('Go hex', hex),
    way('Go % x', hexBytes),
    way('Go []byte', byteNumbers(' '), within('[', ']')),
    way(
      'Go html/template, href',
      percent(/[\w.~-]/, (code) => upper(code).toLowerCase()),
      within('<a href="/?p=', '">')
    ),
    way('Go URL.Path', percent(/[\w.~$&+,/:;=@-]/), within('https://h/', ''))
  ]
};

const JAVA = `import java.io.*; import java.net.*; import java.nio.charset.StandardCharsets; import java.util.*;
class Printing { public static void main(String[] a) throws Exception {
  var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  var out = new StringBuilder();
  for (String p; (p = in.readLine()) != null; ) {
    var store = new Properties(); store.setProperty("p", p);
    var text = new StringWriter(); store.store(text, null);
    var jdbc = "jdbc:postgresql://db/app?user=app&password=" + URLEncoder.encode(p, StandardCharsets.UTF_8);
    var error = ""; try { Integer.parseInt("x" + p); } catch (NumberFormatException e) { error = e.getMessage(); }
    for (var line : List.of(URLEncoder.encode(p, StandardCharsets.UTF_8), text.toString().split("\\\\R")[1],
        Base64.getEncoder().encodeToString(jdbc.getBytes(StandardCharsets.UTF_8)), error, Arrays.toString(p.getBytes(StandardCharsets.UTF_8)),
        new URI("postgresql", "app:" + p, "db", 5432, "/app", null, null).toString(), new URI("https", "db", "/app", "password=" + p, null).toString()))
      out.append(line).append("\\n");
  }
  System.out.print(out);
} }
`;

const javaForm = chain(percent(/[\w.*-]/), plus);

export const java: Tool = {
  name: 'java',
  command: ['java', '-XX:+UseSerialGC'],
  program: ['Printing.java', JAVA],
  ways: [
    way('Java URLEncoder', javaForm),
    way(
      'Java .properties',
      each((sign, before) =>
        /[\\=:#!]/.test(sign) || (sign === ' ' && before === '') ? `\\${sign}` : sign
      ),
      within('p=', '')
    ),
    way(
      'base64 of a JDBC URL',
      javaForm,
      within('jdbc:postgresql://db/app?user=app&password=', ''),
      base64()
    ),
    way('Java NumberFormatException', within('For input string: "x', '"')),
    way('Java Arrays.toString of bytes', byteNumbers(', '), within('[', ']')),
    way(
      'Java URI, userinfo',
      percent(/[\w.!~*'();:&=+$,-]/),
      within('postgresql://app:', '@db:5432/app')
    ),
    way(
      'Java URI, query',
      percent(/[\w.!~*'();/?:@&=+$,[\]-]/),
      within('https://db/app?password=', '')
    )
  ]
};

const PHP = `function connect($host, $user, $password) { throw new Exception('no'); }
while (($p = fgets(STDIN)) !== false) { $p = substr($p, 0, -1);
  try { connect('db', 'app', $p); } catch (Exception $e) { $trace = explode("\\n", $e->getTraceAsString())[0]; }
  echo json_encode($p), "\\n", htmlspecialchars($p), "\\n", addslashes($p), "\\n", var_export($p, true), "\\n",
    rawurlencode($p), "\\n", urlencode($p), "\\n", http_build_query(['p' => $p]), "\\n", serialize($p), "\\n", preg_quote($p), "\\n",
    substr($trace, strpos($trace, 'connect')), "\\n", json_encode(json_encode(['p' => $p])), "\\n", escapeshellcmd($p), "\\n"; }`;
/** escapeshellcmd leaves a quote alone that another one closes. */
const unpairedQuotes: Printer = (printed) => {
  const text = textOf(printed);
  let open = '';
  let close = -1;
  return printed.flatMap((sign, at) => {
    if (!'"\''.includes(sign.text)) return [sign];
    if (at === close) {
      open = '';
      return [sign];
    }
    const next = open === '' ? text.indexOf(sign.text, at + 1) : -1;
    if (next >= 0) {
      [open, close] = [sign.text, next];
      return [sign];
    }
    return [...context('\\'), sign];
  });
};
const phpJson = each((sign) => sign.replace(/["\\/]/, '\\$&'));

export const php: Tool = {
  name: 'php',
  command: [
    'php',
    '-d',
    'zend.exception_ignore_args=0',
    '-d',
    'zend.exception_string_param_max_len=15',
    '-r',
    PHP
  ],
  ways: [
    way('PHP json_encode', phpJson, within('"')),
    way('PHP htmlspecialchars', entity({ ...markup, '"': 'quot', "'": '#039' })),
    way('PHP addslashes, MySQL', replacing(/[\\'"]/, '\\$&')),
    way('PHP var_export', replacing(/[\\']/, '\\$&'), within("'")),
    way('PHP rawurlencode', percent(/[\w.~-]/)),
    way('PHP urlencode', percent(/[\w.-]/), plus),
    way('PHP http_build_query', percent(/[\w.-]/), plus, within('p=', '')),
    {
      name: 'PHP serialize',
      print: (password) =>
        chain(within('"', '";'), within(`s:${password.length}:`, ''))(way('').print(password))
    },
    way('PHP preg_quote', replacing(/[.\\+*?[^\]$(){}=!<>|:#-]/, '\\$&')),
    way(
      'PHP stack trace',
      (printed) => [
        ...replacing(/\\/, '\\\\')(printed.slice(0, 15)),
        ...context(printed.length > 15 ? '...' : '')
      ],
      within("connect('db', 'app', '", "')")
    ),
    way('PHP JSON in JSON', phpJson, within('{"p":"', '"}'), phpJson, within('"')),
    way('PHP escapeshellcmd', replacing(/[#&;`|*?~<>^()[\]{}$\\]/, '\\$&'), unpairedQuotes)
  ]
};

const RUBY = `require 'cgi'; require 'json'; require 'shellwords'; require 'uri'; require 'yaml'
STDIN.each_line(chomp: true) { |p| begin; URI.parse("postgres://app:#{p}@db/app"); error = ''; rescue => e; error = e.message.sub('URI (', 'URI('); end
puts p.inspect, CGI.escapeHTML(p), CGI.escape(p), p.to_json, p.shellescape, Regexp.escape(p), { 'p' => p }.inspect.sub(' => ', '=>'), p.bytes.inspect, error }`;
const rubySafe = /[\w.,:+/@-]/;

export const ruby: Tool = {
  name: 'ruby',
  command: ['ruby', '-e', RUBY],
  ways: [
    way('Ruby inspect', rubyInspect),
    way('Ruby CGI.escapeHTML', entity({ ...markup, '"': 'quot', "'": '#39' })),
    way('Ruby CGI.escape', percent(/[\w.~-]/), plus),
    way('Ruby to_json', json),
    way(
      'Ruby shellescape',
      each((sign) => (rubySafe.test(sign) ? sign : `\\${sign}`))
    ),
    way('Ruby Regexp.escape', replacing(/[ #$()*+\-.?[\\\]^{|}]/, '\\$&')),
    way('Ruby Hash#inspect', rubyInspect, within('{"p"=>', '}')),
    way('Ruby bytes', byteNumbers(', '), within('[', ']')),
    approximate(
      way('Ruby URI error', (printed) => {
        const text = textOf(printed);
        const valid = /^(?:[\w.~!$&'()*+,;=:-]|%[\dA-Fa-f]{2})*$/.test(text);
        return valid
          ? []
          : chain(
              within('postgres://app:', '@db/app'),
              rubyInspect,
              within('bad URI(is not URI?): ', '')
            )(printed);
      })
    )
  ]
};

const PERL = `use JSON::PP; while (<STDIN>) { chomp; my $p = $_; local $Data::Dumper::Terse = 1; local $Data::Dumper::Useqq = 0;
  print Data::Dumper::Dumper($p), quotemeta($p), "\\n"; local $Data::Dumper::Useqq = 1; print Data::Dumper::Dumper($p), JSON::PP->new->allow_nonref->encode($p), "\\n"; }`;

export const perl: Tool = {
  name: 'perl',
  command: ['perl', '-MData::Dumper', '-e', PERL],
  ways: [
    way('Perl Data::Dumper', replacing(/[\\']/, '\\$&'), within("'")),
    way(
      'Perl quotemeta',
      each((sign) => (/\w/.test(sign) ? sign : `\\${sign}`))
    ),
    way('Perl Data::Dumper, Useqq', replacing(/[\\"$@]/, '\\$&'), within('"')),
    way('Perl JSON::PP', json)
  ]
};
