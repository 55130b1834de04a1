import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const isMotoInstalled = (): boolean =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) =>
      ['moto_server', 'moto_server.exe'].some((name) => existsSync(join(folder, name)))
    );

export interface Moto {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** An AWS made by others, with storage of its own. It takes any credentials. */
export async function startMoto(): Promise<Moto> {
  const server = spawn('moto_server', ['-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      const found = /Running on (http:\/\/[\d.]+:\d+)/.exec((said += text))?.[1];
      if (found) resolve(found);
    });
    server.once('error', reject).once('exit', () => {
      reject(new Error(`moto_server did not start: ${said}`));
    });
  });
  return {
    url,
    close: async () => {
      server.kill();
      await ended;
    }
  };
}
