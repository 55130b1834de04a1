import type { IncomingMessage } from 'node:http';
import { listenOnLoopback } from '../../emulator/loopback.js';
import { answerInstead, type HostileAnswer } from '../../emulator/hostile-answers.js';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';
import type { ServiceName } from '../../emulator/service.js';

export type Choose = (service: ServiceName, request: IncomingMessage) => HostileAnswer | undefined;

/** A cloud whose answers can be replaced at any time; undefined gives the real one. */
export interface HostileCloud extends Cloud {
  choose: Choose;
}

export async function startHostileCloud(options: CloudOptions = {}): Promise<HostileCloud> {
  const chosen: { choose: Choose } = { choose: () => undefined };
  const cloud = await startCloud({
    ...options,
    listen: (handler) =>
      listenOnLoopback(
        answerInstead(handler, (service, request) => chosen.choose(service, request))
      )
  });
  return Object.assign(chosen, cloud);
}
