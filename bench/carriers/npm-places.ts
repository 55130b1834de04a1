import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { packageFolder, requireTool } from './tools.js';

/** Packages of npm do not declare the parts that are called here: what is called is all that is declared. */
type Call = (...given: unknown[]) => unknown;
type Fields = Readonly<Record<string, unknown>>;
type Parts = Readonly<Record<string, Call>>;
type Class = new (...given: unknown[]) => Readonly<Record<string, Fields | string | undefined>>;

const load = (name: string): Parts => requireTool(name) as Parts;
/** A file of a package that the package does not export. */
const inside = (name: string, file: string): Parts =>
  requireTool(join(packageFolder, 'node_modules', name, file)) as Parts;

const env = (password: string): string => `A=1\nPASSWORD=${password}\nB=2\n`;
const url = (scheme: string, password: string): string =>
  `${scheme}://app:${password}@db.example:5432/app`;
const inUrl = (host: unknown, database: unknown, password: unknown): unknown =>
  host === 'db.example' && database === 'app' ? password : undefined;

/** By place: the package that reads it, and how. Undefined where the place's other parts did not survive. */
export const npmPlaces: Readonly<
  Record<string, readonly [name: string, read: (password: string) => unknown]>
> = {
  dotenv: [
    'dotenv',
    (password) => (load('dotenv')['parse']?.(env(password)) as Fields)['PASSWORD']
  ],
  'dotenv-expand': [
    'dotenv-expand',
    (password) => {
      const parsed = load('dotenv')['parse']?.(env(password));
      const { parsed: read } = load('dotenv-expand')['expand']?.({ parsed, processEnv: {} }) as {
        parsed: Fields;
      };
      return read['PASSWORD'];
    }
  ],
  dotenvx: [
    '@dotenvx/dotenvx',
    (password) =>
      (
        load('@dotenvx/dotenvx')['parse']?.(env(password), {
          processEnv: { PATH: process.env['PATH'] }
        }) as Fields
      )['PASSWORD']
  ],
  npmrc: [
    '@npmcli/config',
    (password) => {
      const read = load('ini')['parse']?.(`user=app\n_password=${password}\nlast=x\n`) as Fields;
      const replace = inside('@npmcli/config', 'lib/env-replace.js') as unknown as Call;
      return read['last'] === 'x' ? replace(read['_password'], {}) : undefined;
    }
  ],
  'pg-url': [
    'pg-connection-string',
    (password) => {
      const read = load('pg-connection-string')['parse']?.(url('postgresql', password)) as Fields;
      return inUrl(read['host'], read['database'], read['password']);
    }
  ],
  'postgres-js-url': [
    'postgres',
    (password) => {
      const connect = load('postgres') as unknown as Call;
      const { options } = connect(url('postgresql', password)) as {
        options: { host: string[]; database: string; pass: string };
      };
      return inUrl(options.host[0], options.database, options.pass);
    }
  ],
  'sequelize-url': [
    'sequelize',
    (password) => {
      const { Sequelize } = load('sequelize') as unknown as { Sequelize: Class };
      const dialectModule = { types: { builtins: {} }, Client: Object };
      const { config = {} } = new Sequelize(url('postgres', password), {
        dialectModule,
        logging: false
      });
      const read = config as Fields;
      return inUrl(read['host'], read['database'], read['password']);
    }
  ],
  'typeorm-url': [
    'typeorm',
    (password) => {
      const { DriverUtils } = inside('typeorm', 'driver/DriverUtils.js') as unknown as {
        DriverUtils: Parts;
      };
      const options = { type: 'postgres', url: url('postgres', password) };
      const read = DriverUtils['buildDriverOptions']?.(options) as Fields;
      return inUrl(read['host'], read['database'], read['password']);
    }
  ],
  'knex-url': [
    'knex',
    (password) => {
      const parse = inside('knex', 'lib/knex-builder/internal/parse-connection.js');
      const { connection } = (parse as unknown as Call)(url('mysql', password)) as {
        connection: Fields;
      };
      return inUrl(connection['host'], connection['database'], connection['password']);
    }
  ],
  'mysql2-url': [
    'mysql2',
    (password) => {
      const Config = inside('mysql2', 'lib/connection_config.js') as unknown as Class;
      const read = new Config(url('mysql', password));
      return inUrl(read['host'], read['database'], read['password']);
    }
  ],
  'mongodb-node-url': [
    'mongodb',
    (password) => {
      const { MongoClient } = load('mongodb') as unknown as {
        MongoClient: new (url: string) => {
          options: { credentials: { password: string }; dbName: string; hosts: { host: string }[] };
        };
      };
      const { options } = new MongoClient(url('mongodb', password));
      return inUrl(options.hosts[0]?.host, options.dbName, options.credentials.password);
    }
  ],
  'ioredis-url': [
    'ioredis',
    (password) => {
      const { Redis } = load('ioredis') as unknown as {
        Redis: new (
          url: string,
          options: object
        ) => { options: { host: string; db: number; password: string } };
      };
      const address = `rediss://app:${password}@db.example:6379/1`;
      const { options } = new Redis(address, { lazyConnect: true });
      return options.db === 1 ? inUrl(options.host, 'app', options.password) : undefined;
    }
  ],
  'node-redis-url': [
    '@redis/client',
    (password) => {
      const { default: Client } = inside(
        '@redis/client',
        'dist/lib/client/index.js'
      ) as unknown as {
        default: Parts;
      };
      const read = Client['parseURL']?.(`rediss://app:${password}@db.example:6379/1`) as {
        password: string;
        database: number;
        socket: { host: string };
      };
      return read.database === 1 ? inUrl(read.socket.host, 'app', read.password) : undefined;
    }
  ],
  'amqplib-url': [
    'amqplib',
    (password) => {
      const address = new URL(`amqps://app:${password}@db.example:5671/app`);
      const { credentialsFromUrl } = inside('amqplib', 'lib/connect.js');
      const read = credentialsFromUrl?.(address) as { response: () => Buffer };
      const [, , found] = read.response().toString().split('\0');
      return inUrl(address.hostname, address.pathname.slice(1), found);
    }
  ],
  'nodemailer-url': [
    'nodemailer',
    (password) => {
      const { createTransport } = load('nodemailer');
      const { transporter } = createTransport?.(
        `smtps://app:${password}@db.example:465/?pool=false`
      ) as { transporter: { options: { host: string; auth: { pass: string } } } };
      return inUrl(transporter.options.host, 'app', transporter.options.auth.pass);
    }
  ],
  'tedious-string': [
    '@tediousjs/connection-string',
    (password) => {
      const text = `Server=db.example;User Id=app;Password=${password};Database=app`;
      const read = load('@tediousjs/connection-string')['parse']?.(text) as Map<string, string>;
      return inUrl(read.get('server'), read.get('database'), read.get('password'));
    }
  ]
};

/** What a program of JavaScript has for `"PW"`. */
export const readScript = (password: string): unknown =>
  runInNewContext(`"${password}"`, {}, { timeout: 1000 });
