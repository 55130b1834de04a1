import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Nothing here is committed, and `npm test` needs none of it. */
const folder = fileURLToPath(new URL('../../node_modules/.cache/carriers', import.meta.url));

/** Debian's RabbitMQ has its version in the path. */
function rabbitmqPlugins(): string {
  const servers = '/usr/lib/rabbitmq/lib';
  const [server = ''] = existsSync(servers) ? readdirSync(servers) : [];
  return join(servers, server, 'plugins');
}

export const tools = {
  python: join(folder, 'venv/bin/python'),
  go: join(folder, 'read-go'),
  rust: join(folder, 'rust/release/carriers'),
  mono: join(folder, 'Read.exe'),
  jars: join(folder, 'jars'),
  kafkaJars: join(folder, 'kafka-jars'),
  rabbitmqPlugins: rabbitmqPlugins()
};

/** Packages of npm are installed beside the project, not in it. */
export const packageFolder = folder;
export const requireTool = createRequire(join(folder, 'package.json'));

export const isInstalled = (path: string): boolean => existsSync(path);

export const source = (path: string): string => join(here, path);

/** The commands that `npm run carriers -- --install` runs, for `npm run databases` too; one that fails leaves its places out. */
const installations: readonly (readonly string[])[] = [
  ['python3', '-m', 'venv', join(folder, 'venv')],
  [tools.python, '-m', 'pip', 'install', '--quiet', '--requirement', source('requirements.txt')],
  ['npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', folder],
  ['go', '-C', source('go'), 'build', '-o', tools.go, '.'],
  [
    ...['cargo', 'build', '--quiet', '--release', '--manifest-path', source('rust/Cargo.toml')],
    ...['--target-dir', join(folder, 'rust')]
  ],
  ['mcs', `-out:${tools.mono}`, '-reference:System.Data', source('csharp/Read.cs')],
  ...[
    [source('java/pom.xml'), tools.jars],
    [source('../databases/java/pom.xml'), tools.kafkaJars]
  ].map(([project = '', jars = '']) => [
    ...['mvn', '--quiet', '--batch-mode', '--file', project],
    ...['dependency:copy-dependencies', `-DoutputDirectory=${jars}`]
  ])
];

const debianPackages = [
  ...['curl', 'fish', 'gawk', 'gettext-base', 'git', 'make', 'mariadb-client', 'perl', 'postfix'],
  ...[
    'libmono-system-data4.0-cil',
    'mono-mcs',
    'mono-runtime',
    'odbc-postgresql',
    'odbcinst',
    'unixodbc'
  ],
  ...['php-cli', 'php-doctrine-dbal', 'php-symfony-dependency-injection', 'php-symfony-dotenv'],
  ...['php-symfony-process', 'php-vlucas-phpdotenv', 'rabbitmq-server', 'redis-server'],
  ...[
    'ruby',
    'ruby-activerecord',
    'ruby-bunny',
    'ruby-dotenv',
    'ruby-redis',
    'tcl',
    'wine64',
    'zsh'
  ]
];

export function install(): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(source('npm/package.json'), join(folder, 'package.json'));
  for (const [command = '', ...rest] of installations) {
    console.log(`${command} ${rest.join(' ')}`);
    const { status } = spawnSync(command, rest, { stdio: 'inherit' });
    if (status !== 0) console.log(`skipped: ${command} is missing, or failed`);
  }
  console.log(
    `From Debian: apt-get install ${debianPackages.join(' ')}. Terraform: its own binary on the PATH.`
  );
}

/**
 * What a command prints, given this on its standard input.
 * @param commands a folder of programs that come before others; the command finds it in COMMANDS, too
 */
export function pipe(
  command: string,
  rest: readonly string[],
  input: string,
  commands?: string
): Promise<string> {
  const path = process.env['PATH'] ?? '';
  const env = commands
    ? { ...process.env, COMMANDS: commands, PATH: `${commands}${delimiter}${path}` }
    : process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: 'pipe', env });
    let output = '';
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-2000);
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `${command} ${rest.join(' ')} ended with exit code ${code ?? '-'}: ${complaint}`
          )
        );
    });
  });
}
