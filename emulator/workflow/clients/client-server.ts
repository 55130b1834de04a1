import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorText, NotEmulated, ownVoice, ToolError } from '../../voice.js';

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
  /** An action exports it to later steps. */
  readonly exports?: Readonly<Record<string, string>>;
  readonly masks?: readonly string[];
}

/** Does what the client would have done. A `ToolError` is shown in its own words, any other in the emulator's. */
export type Client = (call: ClientCall) => ClientResult | Promise<ClientResult>;

/** Another project's action, with the inputs that are emulated. */
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

/** Programs of the machine that scripts may use besides the clients: they reach no network, and change no other folder. */
const ORDINARY = [
  ...[
    'awk',
    'base64',
    'basename',
    'bash',
    'cat',
    'chmod',
    'cp',
    'cut',
    'date',
    'dirname',
    'env',
    'false'
  ],
  ...[
    'find',
    'grep',
    'head',
    'jq',
    'ls',
    'mkdir',
    'mktemp',
    'mv',
    'openssl',
    'rm',
    'sed',
    'seq',
    'sh'
  ],
  ...['sha256sum', 'sort', 'tail', 'tee', 'touch', 'tr', 'true', 'uniq', 'wc', 'xargs']
];
const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url));

/** The clients that scripts find on their PATH and the actions of others, each a program that asks this server. */
export class ClientServer {
  private constructor(
    readonly url: string,
    /** Folder for the PATH of scripts. */
    readonly path: string,
    readonly actionFolders: ReadonlyMap<string, string>,
    /** Those of others, by `owner/repository@ref`. */
    readonly actions: Readonly<Record<string, StandInAction>>,
    /** What a script is told that starts a program which is not emulated: a function for bash's environment. */
    readonly notFound: Readonly<Record<string, string>>,
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
        if (!client) throw new NotEmulated(call.name, Object.keys({ ...commands, ...actions }));
        return await client(call);
      } catch (error) {
        const status = error instanceof ToolError ? error.status : 1;
        const text = errorText(error);
        // An action fails by a workflow command; the emulator speaks beside it.
        return call.kind === 'action' && error instanceof ToolError
          ? { stdout: `::error::${text}\n`, status }
          : { stderr: `${text}\n`, status };
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
      actions,
      notFoundHandler(new NotEmulated('$1', [...Object.keys(commands), ...ORDINARY])),
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

/** Bash calls this function, where it is in the environment, in place of saying "command not found". */
const notFoundHandler = ({ message }: NotEmulated): Record<string, string> => ({
  'BASH_FUNC_command_not_found_handle%%': `() { echo "${ownVoice(message)}" >&2; return 127; }`
});

async function writeProgram(file: string, name: string): Promise<void> {
  await writeFile(
    file,
    `#!/bin/sh\nexec '${process.execPath}' '${CLIENT}' client '${name}' "$@"\n`
  );
  await chmod(file, 0o755);
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
