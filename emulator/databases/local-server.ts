import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import type { ClientResult } from '../workflow/clients/client-server.js';

/** Who runs a database server: none of them runs as root. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** One start of a client of a server that runs here. */
export function runClient(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input: string,
  cwd = '/'
): Promise<ClientResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...env }, cwd });
    const read = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (read.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (read.stderr += text));
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ ...read, status: status ?? 1 });
    });
  });
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
