import type { ChildProcess } from 'node:child_process';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { listenOnLoopback, type Listener } from '../../emulator/loopback.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { SeededRandom } from '../helpers/seeded-random.js';
import type { ProcessPlan, RoundPlan } from './plan.js';
import { RoundWorld, short, type Call, type Labels } from './world.js';

/** Milliseconds for which reads may lag: shorter than a run looks again for what must be there. */
const LONGEST_LAG = 1500;
/** Milliseconds for which a call is held up, so that those of several processes come in any order. */
const LONGEST_WAIT = 40;

/** One process of a round and what it got to see. */
export interface Played {
  readonly plan: ProcessPlan;
  readonly inputs: Readonly<Record<string, string>>;
  readonly result: StepResult;
  readonly isKilled: boolean;
  readonly calls: readonly Call[];
  /** How many labels had been moved before its first call, and where they were then. */
  readonly movesBefore: number;
  readonly labelsBefore: Labels;
}

/** The way of one process to Secrets Manager: knows its calls, and lets accidents happen to them. */
class Door {
  readonly calls: Call[] = [];
  isKilled = false;
  movesBefore = 0;
  labelsBefore: Labels;
  #count = 0;
  #child: ChildProcess | undefined;
  #listener: Listener | undefined;

  constructor(
    private readonly number: number,
    private readonly plan: ProcessPlan,
    private readonly cloud: Cloud,
    private readonly world: RoundWorld,
    private readonly random: SeededRandom,
    private readonly beforeCall: () => void
  ) {
    this.labelsBefore = world.labels;
  }

  async open(): Promise<string> {
    this.#listener = await listenOnLoopback((request, response) => {
      void this.#pass(request, response);
    });
    return this.#listener.url;
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  readonly onStart = (child: ChildProcess): void => {
    this.#child = child;
  };

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers['x-amz-target'];
    const operation = typeof target === 'string' ? (target.split('.')[1] ?? '') : '';
    if (operation === '' || operation === 'GetRandomPassword') {
      this.cloud.handler(request, response);
      return;
    }
    await sleep(this.random.below(LONGEST_WAIT));
    this.world.prepare();
    if (this.#count === 0) {
      this.movesBefore = this.world.moves.length;
      this.labelsBefore = this.world.labels;
    }
    this.beforeCall();
    const { accident } = this.plan;
    const kind = ++this.#count === accident?.call ? accident.kind : undefined;
    if (kind === 'killed before') {
      this.#kill();
      response.destroy();
      return;
    }
    record(response, this.cloud, (call) => {
      this.world.observe(this.number, describe(call), this.calls.length);
      this.calls.push({ ...call, isAnswered: kind === undefined });
      if (kind === 'killed after') this.#kill();
      if (kind === 'response lost') this.world.log.push(`${this.number}: (the response is lost)`);
      if (kind !== undefined) response.socket?.destroy();
    });
    this.cloud.handler(request, response);
  }

  #kill(): void {
    this.isKilled = true;
    this.#child?.kill('SIGKILL');
    this.world.log.push(`${this.number}: killed`);
  }
}

/** Reads a response once the call has had its effect, before anybody gets it. */
function record(
  response: ServerResponse,
  cloud: Cloud,
  onCall: (call: Omit<Call, 'isAnswered'>) => void
): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  let status = 0;
  let requestId: unknown;
  response.writeHead = ((code: number, headers: OutgoingHttpHeaders) => {
    [status, requestId] = [code, headers['x-amzn-requestid']];
    return writeHead(code, headers);
  }) as typeof response.writeHead;
  response.end = ((body: Buffer) => {
    const request = cloud.requests.findLast((one) => one.requestId === requestId);
    onCall({
      operation: request?.operation ?? '',
      input: (request?.body ?? {}) as Call['input'],
      status,
      response: JSON.parse(body.toString()) as Call['response']
    });
    return end(body);
  }) as typeof response.end;
}

function describe({ operation, input, status, response }: Omit<Call, 'isAnswered'>): string {
  const { VersionStage, VersionStages, RemoveFromVersionId, MoveToVersionId, ClientRequestToken } =
    input as Readonly<Record<string, string | undefined>>;
  const from =
    operation === 'UpdateSecretVersionStage'
      ? `${short(RemoveFromVersionId)} → ${short(MoveToVersionId)}`
      : '';
  const seen = response['VersionId'] ?? response['VersionIdsToStages'];
  const answer = status === 200 ? show(seen) : String(response['__type']);
  return [
    operation,
    VersionStage ?? VersionStages ?? '',
    from,
    ClientRequestToken && short(ClientRequestToken),
    '⇒',
    answer
  ]
    .filter((part) => part !== '' && part !== undefined)
    .join(' ');
}

const show = (seen: unknown): string =>
  typeof seen === 'string'
    ? short(seen)
    : Object.entries((seen ?? {}) as Record<string, string[]>)
        .map(
          ([id, labels]) =>
            `${short(id)}: ${labels.filter((label) => label.startsWith('AWS')).join('+')}`
        )
        .join(', ');

/** The embedded AWS in which all rounds are played. */
export class Stage {
  static async start(): Promise<Stage> {
    return new Stage(await startCloud());
  }

  private constructor(private readonly cloud: Cloud) {
    cloud.secrets.longestLag = LONGEST_LAG;
  }

  close(): Promise<void> {
    return this.cloud.close();
  }

  /** Plays a round with the action in a folder. */
  async play(plan: RoundPlan, folder: string): Promise<{ world: RoundWorld; played: Played[] }> {
    const { cloud } = this;
    const name = `explorer/${plan.seed}`;
    const random = new SeededRandom(plan.seed + 1);
    const world = new RoundWorld(plan, name, cloud.secrets);
    let reads = 0;
    cloud.secrets.lag = () =>
      ++reads > plan.freshReads && random.isTrue(plan.lag) ? random.pick([1, 2, 8]) : 0;
    // As late as may be: then reads may lag to before it.
    const isEarly = plan.processes.some(({ mode }) => /^promote (by id|whatever)$/.test(mode));
    if (isEarly) world.prepare();
    const hands = [...plan.hands];
    let calls = 0;
    const beforeCall = (): void => {
      calls++;
      while (hands[0] !== undefined && hands[0].call <= calls) world.act(hands.shift()!.hand);
    };
    const doors = plan.processes.map(
      (process, at) => new Door(at + 1, process, cloud, world, random, beforeCall)
    );
    try {
      const played = await Promise.all(
        plan.processes.map(async (process, at) => {
          const door = doors[at]!;
          const url = await door.open();
          await sleep(process.startMs);
          const inputs = {
            'aws-region': cloud.region,
            'role-to-assume': cloud.roleArn,
            'secret-id': name,
            'timeout-seconds': '90',
            ...process.inputs,
            ...(/^promote (by id|whatever)$/.test(process.mode) && {
              'secret-version-id': world.pending ?? world.labels.AWSCURRENT ?? '0'.repeat(36)
            })
          };
          const result = await runStep({
            action: process.mode.startsWith('promote') ? `${folder}/promote` : folder,
            inputs,
            env: cloud.env({ sts: url, secretsmanager: url }),
            onStart: door.onStart
          });
          world.log.push(
            `${at + 1}: ends, ${result.conclusion} ${result.outputs['secret-change'] ?? ''}`
          );
          const { isKilled, calls, movesBefore, labelsBefore } = door;
          return { plan: process, inputs, result, isKilled, calls, movesBefore, labelsBefore };
        })
      );
      return { world, played };
    } finally {
      await Promise.all(doors.map((door) => door.close()));
    }
  }
}
