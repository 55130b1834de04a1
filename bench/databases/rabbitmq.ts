import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { tools } from '../carriers/tools.js';
import {
  anywhere,
  eachOf,
  encoded,
  environment,
  output,
  together,
  type Account,
  type Place,
  type Server
} from './server.js';

/** The server listens on the port, its management API two and Erlang's own ports three and four above. */
const api = ({ port }: Place, path: string): string => `http://127.0.0.1:${port + 2}/api/${path}`;

const basic = ({ user, password }: Account): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Its own Erlang node, with nothing of the machine's. */
const ownNode = ({ directory, port }: Place): Readonly<Record<string, string>> => ({
  HOME: directory,
  ERL_EPMD_PORT: `${port + 4}`,
  ERL_EPMD_ADDRESS: '127.0.0.1',
  RABBITMQ_CONF_ENV_FILE: '/nonexistent',
  RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'plugins'),
  RABBITMQ_MNESIA_BASE: join(directory, 'data'),
  RABBITMQ_LOG_BASE: join(directory, 'log'),
  RABBITMQ_NODENAME: `passwords${port}@localhost`,
  RABBITMQ_DIST_PORT: `${port + 3}`,
  RABBITMQ_PID_FILE: join(directory, 'pid')
});

const admin: Account = { user: 'guest', password: 'guest' };

const pika = `import json, sys, pika
for address, user, password in json.load(sys.stdin):
    try:
        parameters = pika.URLParameters(address)
        if password is not None:
            parameters.credentials = pika.PlainCredentials(user, password)
        pika.BlockingConnection(parameters).close()
        print(user)
    except Exception:
        print('refused')`;
const needsPika = {
  command: [tools.python, '-c', 'import pika'],
  install: 'npm run carriers -- --install'
};

export const rabbitmq: Server = {
  name: 'RabbitMQ',
  install: 'apt-get install rabbitmq-server',
  needs: ['/usr/lib/rabbitmq/bin/rabbitmq-server', 'erl'],
  presets: [['rabbitmq'], ['amazon-mq'], ['rabbitmq', 'url-safe'], ...anywhere],
  environment: ownNode,
  prepare(place) {
    const { directory, port } = place;
    writeFileSync(
      join(directory, 'rabbitmq.conf'),
      `listeners.tcp.1 = 127.0.0.1:${port}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = ${port + 2}\n`
    );
    writeFileSync(join(directory, 'plugins'), '[rabbitmq_management].\n');
    return [];
  },
  serve: () => ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
  async isReady(place) {
    try {
      const { ok } = await fetch(api(place, 'whoami'), {
        headers: { authorization: basic(admin) }
      });
      return ok;
    } catch {
      return false;
    }
  },
  create: (place, accounts) =>
    eachOf(accounts, availableParallelism(), async ({ user, password }) => {
      const put = (path: string, body: object) =>
        fetch(api(place, path), {
          method: 'PUT',
          headers: { authorization: basic(admin), 'content-type': 'application/json' },
          body: JSON.stringify(body)
        });
      const created = await put(`users/${user}`, { password, tags: 'management' });
      const everything = { configure: '.*', write: '.*', read: '.*' };
      const permitted = await put(`permissions/%2F/${user}`, everything);
      return created.ok && permitted.ok;
    }),
  ways: {
    'AMQP, pika': {
      needs: needsPika,
      login: together(({ port }, accounts) => ({
        command: [tools.python, '-c', pika],
        input: JSON.stringify(
          accounts.map(({ user, password }) => [`amqp://127.0.0.1:${port}/%2F`, user, password])
        )
      }))
    },
    'AMQP URL, pika': {
      needs: needsPika,
      login: together(({ port }, accounts) => ({
        command: [tools.python, '-c', pika],
        input: JSON.stringify(
          accounts.map(({ user, password }) => [
            `amqp://${user}:${encoded(password)}@127.0.0.1:${port}/%2F`,
            user,
            null
          ])
        )
      }))
    },
    'HTTP Basic': {
      login: (place, accounts) =>
        eachOf(accounts, availableParallelism(), async (account) => {
          const response = await fetch(api(place, 'whoami'), {
            headers: { authorization: basic(account) }
          });
          return response.ok && ((await response.json()) as { name: string }).name === account.user;
        })
    }
  },
  // Erlang's port mapper is a daemon of its own.
  stop(place) {
    spawnSync('epmd', ['-port', `${place.port + 4}`, '-kill'], {
      env: { ...environment, ...ownNode(place) },
      stdio: 'ignore'
    });
  },
  /** A few by the command line, which takes a second each. */
  async more(place) {
    const passwords = ['-begins-with-a-hyphen', 'quotes "and\' \\backslash', '$HOME `id` %TEMP%'];
    const results = new Map<string, boolean>();
    for (const [index, password] of passwords.entries()) {
      const account = { user: `asked${index}`, password };
      const added = await output({
        command: ['/usr/lib/rabbitmq/bin/rabbitmqctl', '--quiet', 'add_user', account.user],
        environment: ownNode(place),
        input: `${password}\n`
      });
      results.set(`rabbitmqctl add_user takes a password from standard input`, added !== undefined);
    }
    return results;
  }
};
