import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Nothing here is committed, and `npm test` needs none of it. */
const folder = fileURLToPath(new URL('../../node_modules/.cache/carriers', import.meta.url));

export const tools = {
  python: join(folder, 'venv/bin/python'),
  go: join(folder, 'read-go'),
  mono: join(folder, 'Read.exe'),
  jars: join(folder, 'jars'),
  kafkaJars: join(folder, 'kafka-jars')
};

/** Packages of npm that are installed beside the project, not in it. */
export const requireTool = createRequire(join(folder, 'package.json'));

export const isInstalled = (path: string): boolean => existsSync(path);

export const source = (path: string): string => join(here, path);

/** The commands that `npm run carriers -- --install` runs, for `npm run databases` too; one that fails leaves its places out. */
const installations: readonly (readonly string[])[] = [
  ['python3', '-m', 'venv', join(folder, 'venv')],
  [tools.python, '-m', 'pip', 'install', '--quiet', '--requirement', source('requirements.txt')],
  ['npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', folder],
  ['go', '-C', source('go'), 'build', '-o', tools.go, '.'],
  ['mcs', `-out:${tools.mono}`, '-reference:System.Data', source('csharp/Read.cs')],
  ...[
    [source('java/pom.xml'), tools.jars],
    [source('../databases/java/pom.xml'), tools.kafkaJars]
  ].map(([project = '', jars = '']) => [
    ...['mvn', '--quiet', '--batch-mode', '--file', project],
    ...['dependency:copy-dependencies', `-DoutputDirectory=${jars}`]
  ])
];

export function install(): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(source('npm/package.json'), join(folder, 'package.json'));
  for (const [command = '', ...rest] of installations) {
    console.log(`${command} ${rest.join(' ')}`);
    const { status } = spawnSync(command, rest, { stdio: 'inherit' });
    if (status !== 0) console.log(`skipped: ${command} is missing, or failed`);
  }
  console.log('From Debian: apt-get install curl make mariadb-client mono-mcs odbc-postgresql');
}

/** What a command prints, given this on its standard input. */
export function pipe(command: string, rest: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: 'pipe' });
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
