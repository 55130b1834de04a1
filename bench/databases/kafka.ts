import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tools } from '../carriers/tools.js';
import { output, together, type Account, type Place, type Server } from './server.js';

const classPath = `${tools.kafkaJars}/*`;
const program = fileURLToPath(new URL('java/Scram.java', import.meta.url));
const java = (...rest: readonly string[]): readonly string[] => ['java', '-cp', classPath, ...rest];

/** Clients with SCRAM come in by the port above, the controller by the next one. */
const scram = ({ port }: Place): string => `127.0.0.1:${port + 1}`;
const lines = (accounts: readonly Account[]): string =>
  accounts.map(({ user, password }) => `${user}\t${password}\n`).join('');

export const kafka: Server = {
  name: 'Kafka',
  install: 'apt-get install default-jdk maven, npm run carriers -- --install',
  needs: ['java', tools.kafkaJars],
  presets: [['msk-scram'], ['msk-scram', 'url-safe'], ['shell-safe'], ['alphanumeric']],
  prepare(place) {
    const { directory, port } = place;
    const file = join(directory, 'server.properties');
    const settings = {
      'process.roles': 'broker,controller',
      'node.id': 1,
      'controller.quorum.voters': `1@127.0.0.1:${port + 2}`,
      'controller.listener.names': 'CONTROLLER',
      listeners: `PLAINTEXT://127.0.0.1:${port},SASL_PLAINTEXT://${scram(place)},CONTROLLER://127.0.0.1:${port + 2}`,
      'listener.security.protocol.map':
        'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config':
        'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      'connection.failed.authentication.delay.ms': 0,
      'log.dirs': join(directory, 'logs')
    };
    writeFileSync(
      file,
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join('')
    );
    return [
      java(
        'kafka.tools.StorageTool',
        ...['format', '--cluster-id', 'MkU3OEVBNTcwNTJENDM2Qk', '--config', file]
      )
    ];
  },
  serve: ({ directory }) => [
    'java',
    ...['-Xmx512m', '-cp', classPath, 'kafka.Kafka', join(directory, 'server.properties')]
  ],
  async isReady({ port }) {
    const command = java(program, 'create', `127.0.0.1:${port}`);
    return (await output({ command, input: 'ready\tany-password\n' })) === 'ready';
  },
  create: together(({ port }, accounts) => ({
    command: java(program, 'create', `127.0.0.1:${port}`),
    input: lines(accounts)
  })),
  ways: {
    JAAS: {
      login: together((place, accounts) => ({
        command: java(program, 'login', scram(place)),
        input: lines(accounts)
      }))
    }
  }
};
