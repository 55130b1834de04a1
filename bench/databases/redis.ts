import {
  anywhere,
  eachAccount,
  encoded,
  output,
  quoted,
  type Account,
  type Server
} from './server.js';

const name = ({ user }: Account): string => user;
const ask = ['ACL', 'WHOAMI'];
const quiet = ['redis-cli', '-e', '--no-auth-warning'];
const client = (port: number, { user }: Account): readonly string[] => [
  ...quiet,
  ...['-p', `${port}`, '--user', user]
];
const administer = (port: number): readonly string[] => [
  ...quiet,
  ...['-p', `${port}`, '--user', 'admin', '--pass', 'any']
];

export const redisUsers: Server = {
  name: 'Redis users',
  install: 'apt-get install redis-server',
  needs: ['redis-server', 'redis-cli'],
  presets: [['elasticache-user'], ['memorydb-user'], ...anywhere],
  serve: ({ directory, port }) => [
    ...['redis-server', '--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory],
    ...['--save', '', '--user', 'admin', 'on', 'nopass', '~*', '&*', '+@all']
  ],
  isReady: async ({ port }) =>
    (await output({ command: administer(port), input: 'PING\n' })) === 'PONG',
  create: eachAccount(
    ({ port }, { user, password }) => ({
      command: administer(port),
      input: `ACL SETUSER ${user} on ${quoted(`>${password}`, '"')} ~* +@all\n`
    }),
    () => 'OK'
  ),
  ways: {
    'command line': {
      login: eachAccount(
        ({ port }, account) => ({
          command: [...client(port, account), '--pass', account.password, ...ask]
        }),
        name
      )
    },
    environment: {
      login: eachAccount(
        ({ port }, account) => ({
          command: [...client(port, account), ...ask],
          environment: { REDISCLI_AUTH: account.password }
        }),
        name
      )
    },
    // Its URL is an argument: it has no other way to take one.
    URL: {
      login: eachAccount(
        ({ port }, { user, password }) => ({
          command: [
            ...quiet,
            ...['-u', `redis://${user}:${encoded(password)}@127.0.0.1:${port}`, ...ask]
          ]
        }),
        name
      )
    },
    shell: {
      unquoted: true,
      login: eachAccount(
        ({ port }, account) => ({
          command: ['sh'],
          input: `REDISCLI_AUTH=${account.password} ${[...client(port, account), ...ask].join(' ')}\n`
        }),
        name
      )
    }
  }
};

export const redisToken: Server = {
  ...redisUsers,
  name: 'Redis AUTH',
  presets: [['elasticache-auth-token'], ['elasticache-auth-token', 'url-safe'], ...anywhere],
  onlyUser: 'default',
  create: eachAccount(
    ({ port }, { password }) => ({
      command: administer(port),
      input: `CONFIG SET requirepass ${quoted(password, '"')}\n`
    }),
    () => 'OK'
  )
};
