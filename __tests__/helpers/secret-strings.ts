import type { SecretStringKind } from '../../src/aws/secret-store/secret-string.js';
import { SeededRandom } from './seeded-random.js';

type Kind = Exclude<SecretStringKind, 'text'>;

const OBJECTS = [
  '{"username":"app","password":"x"}',
  '{ "username": "app",\n  "password": "it\'s \\"x\\"",\n  "port": 5432 }',
  '{"db/password":"x","a.b":{"c":[1,true,null]}}'
];
const ARRAYS = ['["a","b"]', '[{"password":"x"}]', '[1, 2]'];

/** What tools and people do to JSON, after which no parser reads it. */
const DAMAGES: readonly (readonly [string, (json: string) => string])[] = [
  ['a byte-order mark', (json) => `\ufeff${json}`],
  ['a byte-order mark, read as Latin-1', (json) => `\u00ef\u00bb\u00bf${json}`],
  ['a no-break space', (json) => `\u00a0${json}`],
  ['a byte-order mark and white space', (json) => ` \ufeff\n${json}\n`],
  ['single quotes around it', (json) => `'${json}'`],
  ['double quotes around it', (json) => `"${json}"`],
  ['backquotes around it', (json) => `\`${json}\``],
  ['escaped quotes', (json) => json.replaceAll('"', '\\"')],
  ['escaped quotes, quotes around it', (json) => `'${json.replaceAll('"', '\\"')}'`],
  ['quotes that are escaped twice', (json) => json.replaceAll('"', '\\\\\\"')],
  ['escaped line breaks', (json) => `${json.charAt(0)}\\n${json.slice(1)}`],
  ['a trailing comma', (json) => json.replace(/([}\]])$/, ', $1')],
  ['trailing commas inside', (json) => json.replace(/\s*([}\]])/g, ',\n$1')],
  ['a comma after it', (json) => `${json},`],
  ['a semicolon after it', (json) => `${json};`],
  ['single quotes', (json) => json.replaceAll("'", '').replace(/(?<!\\)"/g, "'")],
  ['typographic quotes', (json) => json.replace(/(?<!\\)"([^"]*)(?<!\\)"/g, '“$1”')],
  ['a JSON string around it', (json) => JSON.stringify(json)],
  ['two JSON strings around it', (json) => JSON.stringify(JSON.stringify(json))],
  ['a JSON string around a damaged one', (json) => JSON.stringify(`${json},`)]
];

/** Of objects only: what arrays of plain values look like after it is no different from a password in brackets. */
const DAMAGED_OBJECTS: readonly (readonly [string, (json: string) => string])[] = [
  ['no end', (json) => json.slice(0, -1)],
  ['two of them', (json) => json + json],
  ['no comma', (json) => json.replace(',', ' ')],
  ['Python’s words', (json) => json.replace(/"x"/, 'None')],
  ['a value without quotes', (json) => json.replace(/"x"/, 'x-1')],
  ['Ruby’s arrows', (json) => json.replaceAll(':', '=>')],
  ['keys without quotes', (json) => json.replace(/"(\w+)"\s*:/g, '$1: ').replace('"db/p', '"p')]
];

const JSON_LIKE: readonly (readonly [string, Kind])[] = [
  ...OBJECTS.map((json) => [json, 'object'] as const),
  ...ARRAYS.map((json) => [json, 'array'] as const),
  ...[...OBJECTS, ...ARRAYS].flatMap((json) =>
    DAMAGES.map(([, damage]) => damage(json))
      // White space, and some of the damages where there is nothing to damage, are JSON.
      .filter((text) => !isContainer(text))
      .map((text) => [text, 'nearly JSON'] as const)
  ),
  ['[{"password":x-1},{"password":x-2}]', 'nearly JSON'],
  ...OBJECTS.slice(0, 2).flatMap((json) =>
    DAMAGED_OBJECTS.map(([, damage]) => damage(json))
      .filter((text) => text !== json)
      .map((text) => [text, 'nearly JSON'] as const)
  )
];

const LINES = [
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n',
  '-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\r\n-----END OPENSSH PRIVATE KEY-----',
  '-----BEGIN CERTIFICATE-----\\nMIIDdzCCAl+gAwIBAgIE\\n-----END CERTIFICATE-----\\n',
  'DB_USER=app\nDB_PASSWORD=x',
  '# of the app\nexport DB_USER=app\r\nexport DB_PASSWORD="x"\r\n\r\n',
  'DB_USER=app\rDB_PASSWORD=x\r',
  'username: app\npassword: x\n',
  '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n',
  'correct horse\nbattery staple',
  '<settings>\n  <password>x</password>\n</settings>'
];
const ADDRESSES = [
  'postgres://app:x@db.example.com:5432/shop?sslmode=require',
  'mongodb+srv://app:x@cluster0.example.net/?retryWrites=true',
  'amqps://app:x@mq.example.com:5671/%2f',
  'jdbc:postgresql://db.example.com/shop?user=app&password=x',
  'https://hooks.example.com/services/T0/B0/x\n',
  'REDIS://:x@cache.example.com',
  '"postgres://app:x@db/shop"'
];
const SETTINGS = [
  'Server=tcp:db.example.com,1433;Initial Catalog=shop;User ID=app;Password=x;Encrypt=True;',
  'host=db.example.com port=5432 dbname=shop user=app password=x',
  'Data Source=db;Database=shop;Uid=app;Pwd=x',
  'DefaultEndpointsProtocol=https;AccountName=app;AccountKey=eA==;EndpointSuffix=core.windows.net',
  'Endpoint=sb://app.example.net/;SharedAccessKeyName=Root;SharedAccessKey=eA=',
  'cache.example.com:6380,password=x,ssl=True'
];

/** Values that are more than a password, each with its kind, with and without a byte-order mark. */
export const MORE_THAN_PASSWORDS: readonly (readonly [string, Kind])[] = [
  ...JSON_LIKE,
  ...[
    ...LINES.map((text) => [text, 'lines'] as const),
    ...ADDRESSES.map((text) => [text, 'address'] as const),
    ...SETTINGS.map((text) => [text, 'settings'] as const)
  ].flatMap(([text, kind]) => [[text, kind] as const, [`\ufeff${text}`, kind] as const])
];

function isContainer(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

const SEED = 20_261_201;
const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ALPHANUMERIC = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;
const WORDS = [
  'correct',
  'horse',
  'battery',
  'staple',
  'password',
  'Passw0rd',
  'admin',
  'letmein',
  'qwerty',
  'summer',
  'Été',
  'größe',
  'пароль',
  '密码',
  'host',
  'server',
  'user',
  'http',
  'json',
  'null',
  'true',
  'begin'
];

/** The same passwords each time: as people, password managers and other tools choose them, one line, 1 to 128 characters. */
export function randomPasswords(count: number): readonly string[] {
  const generator = new SeededRandom(SEED);
  const random = (below: number): number => generator.below(below);
  const pick = (from: string | readonly string[]): string => from[random(from.length)] ?? '';
  const some = (from: string | readonly string[], least: number, most: number): string[] =>
    Array.from({ length: least + random(most - least + 1) }, () => pick(from));
  const kinds: readonly (() => string)[] = [
    // GetRandomPassword, pwgen -y, KeePass.
    () => some(PRINTABLE, 1, 128).join(''),
    () => some(PRINTABLE.slice(1), 32, 32).join(''),
    () => some(ALPHANUMERIC, 8, 64).join(''),
    // Punctuation only: what looks the most like syntax.
    () => some('{}[]"\':,;=/\\', 8, 128).join(''),
    // openssl rand -base64, -hex; uuidgen; Terraform's random_password.
    () => Buffer.from(some(PRINTABLE, 1, 90).join('')).toString('base64'),
    () => Buffer.from(some(PRINTABLE, 1, 64).join('')).toString('hex'),
    () =>
      [8, 4, 4, 4, 12].map((length) => some('0123456789abcdef', length, length).join('')).join('-'),
    () => some(`${ALPHANUMERIC}!@#$%&*()-_=+[]{}<>:?`, 16, 64).join(''),
    // Words, with what people put between, around and after them.
    () => some(WORDS, 1, 6).join(pick([' ', '-', '.', '_', '', ':', ';', '=', ', '])),
    () => `${pick('{[("\'<')}${some(WORDS, 2, 3).join(' ')}${pick('}])"\'>')}`,
    () => `${pick(WORDS)}${random(10_000)}${pick('!?#$%&*=:/')}`,
    () => `${pick(WORDS)}=${some(PRINTABLE, 1, 40).join('')}`,
    // With what a shell, an editor or a form leaves around it.
    () =>
      `${pick([' ', '\t', '"', "'", '\ufeff', ''])}${some(PRINTABLE, 8, 32).join('')}${pick(['\n', '\r\n', ' ', '"', ''])}`,
    () => String(random(10 ** 9)),
    () => `$argon2id$v=19$m=65536,t=3,p=4$${some(ALPHANUMERIC, 22, 43).join('')}`,
    () =>
      `eyJhbGciOiJIUzI1NiJ9.${some(ALPHANUMERIC, 20, 40).join('')}.${some(ALPHANUMERIC, 43, 43).join('')}`
  ];
  return Array.from({ length: count }, (_, at) =>
    (kinds[at % kinds.length]?.() ?? '').slice(0, 128)
  );
}
