import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One start of a command-line client, or of another project's action. */
export interface ClientCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** The folder of the job. */
  readonly workspace: string;
}

export interface ClientResult {
  readonly stdout?: string;
  readonly stderr?: string;
  /** The exit code, 0 when left out. */
  readonly status?: number;
  /** Of an action. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** What an action exports to later steps. */
  readonly exports?: Readonly<Record<string, string>>;
  readonly masks?: readonly string[];
}

/** Does what the client would have done. What it throws is shown as the client's error, with exit code 1. */
export type Client = (call: ClientCall) => ClientResult | Promise<ClientResult>;

/** Another project's action; an input that is not listed fails the step. */
export interface StandInAction {
  readonly inputs: readonly string[];
  readonly run: Client;
}

export interface Clients {
  /** By the name of the command. */
  readonly commands: Readonly<Record<string, Client>>;
  /** By `owner/repository@ref`. */
  readonly actions: Readonly<Record<string, StandInAction>>;
}

/** Programs of the machine that scripts may use besides the clients; any other is not found. */
const ORDINARY = [
  'bash',
  'base64',
  'cat',
  'date',
  'env',
  'grep',
  'head',
  'jq',
  'mkdir',
  'rm',
  'sed',
  'tr'
];
const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url));

/** The clients that scripts find on their PATH and the actions of others, each a program that asks this server. */
export class ClientServer {
  private constructor(
    readonly url: string,
    /** Folder for the PATH of scripts. */
    readonly path: string,
    readonly actionFolders: ReadonlyMap<string, string>,
    /** Every call, in order. */
    readonly calls: readonly ClientCall[],
    readonly close: () => Promise<void>
  ) {}

  /** @param folder an empty one, for the programs. */
  static async start(folder: string, { commands, actions }: Clients): Promise<ClientServer> {
    const calls: ClientCall[] = [];
    const server = createServer((request, response) => {
      void answer(request).then((result) => {
        response.end(JSON.stringify(result));
      });
    });
    const answer = async (request: IncomingMessage): Promise<ClientResult> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const call = JSON.parse(Buffer.concat(chunks).toString()) as ClientCall & { kind: string };
      calls.push(call);
      const client = call.kind === 'client' ? commands[call.name] : actions[call.name]?.run;
      try {
        if (!client) throw new Error('this emulator does not know it.');
        if (call.kind === 'action') checkInputs(call, actions[call.name]?.inputs ?? []);
        return await client(call);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { stderr: `${call.name}: ${message}\n`, status: 1 };
      }
    };
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));

    const path = join(folder, 'bin');
    await mkdir(path, { recursive: true });
    for (const name of Object.keys(commands)) await writeProgram(join(path, name), name);
    for (const name of ORDINARY) {
      const target = ['/usr/bin', '/bin'].map((place) => join(place, name)).find(existsSync);
      if (target !== undefined && !(name in commands)) await symlink(target, join(path, name));
    }
    const actionFolders = new Map<string, string>();
    for (const [name, { inputs }] of Object.entries(actions)) {
      const action = join(folder, name);
      await mkdir(action, { recursive: true });
      await writeFile(join(action, 'action.yml'), actionManifest(name, inputs));
      await writeFile(join(action, 'main.mjs'), actionProgram(name));
      actionFolders.set(name, action);
    }
    return new ClientServer(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      path,
      actionFolders,
      calls,
      () =>
        new Promise((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections();
        })
    );
  }
}

async function writeProgram(file: string, name: string): Promise<void> {
  await writeFile(
    file,
    `#!/bin/sh\nexec '${process.execPath}' '${CLIENT}' client '${name}' "$@"\n`
  );
  await chmod(file, 0o755);
}

function checkInputs({ env }: ClientCall, known: readonly string[]): void {
  const names = known.map((name) => `INPUT_${name.toUpperCase()}`);
  const unknown = Object.keys(env).find(
    (name) => name.startsWith('INPUT_') && !names.includes(name)
  );
  if (unknown !== undefined)
    throw new Error(`there is no input ${unknown.slice(6).toLowerCase()}.`);
}

// JSON is YAML.
const actionManifest = (name: string, inputs: readonly string[]): string =>
  JSON.stringify({
    name,
    description: 'A stand-in.',
    inputs: Object.fromEntries(inputs.map((input) => [input, { description: input }])),
    runs: { using: 'node24', main: 'main.mjs' }
  });

const actionProgram = (name: string): string =>
  `process.argv.splice(2, Infinity, 'action', ${JSON.stringify(name)});\nawait import(${JSON.stringify(new URL(`file://${CLIENT}`).href)});\n`;
