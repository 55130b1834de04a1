import { spawn, spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '../../emulator/aws/role.js';
import type { ExternalAws } from '../../emulator/workflow/account.js';

const ROOT_KEYS = { id: 'AKIAROOTOFMINISTACK0', secret: 'the-secret-of-the-root-of-ministack' };

export const isMinistackInstalled = (): boolean =>
  spawnSync('ministack', ['--version'], { stdio: 'ignore' }).error === undefined;

/** ministack with AUTH=true: an AWS made by others, as a second opinion on trust and permission policies. */
export class Ministack implements ExternalAws {
  readonly #roles = new Set<string>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>
  ) {}

  static async start(): Promise<Ministack> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'ministack-'));
    const child = spawn('ministack', [], {
      stdio: 'ignore',
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        TMPDIR: folder,
        AUTH: 'true',
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        LOG_LEVEL: 'ERROR',
        MINISTACK_ACCOUNT_ID: '123456789012',
        MINISTACK_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: ROOT_KEYS.id,
        AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secret
      }
    });
    const url = `http://127.0.0.1:${port}`;
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
    });
    while (!(await fetch(`${url}/_ministack/health`).catch(() => undefined))?.ok) {
      if (child.exitCode !== null) throw new Error(`ministack ended with ${child.exitCode}.`);
      await sleep(100);
    }
    return new Ministack(url, () => {
      child.kill();
      return ended;
    });
  }

  /** The keys of the root of its account, as variables. */
  readonly rootEnv = { AWS_ACCESS_KEY_ID: ROOT_KEYS.id, AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secret };

  async setRole({ arn, trust, permissions }: Role): Promise<void> {
    const RoleName = arn.split('/').at(-1) ?? '';
    const AssumeRolePolicyDocument = JSON.stringify(trust);
    if (this.#roles.has(RoleName))
      await this.#iam({
        Action: 'UpdateAssumeRolePolicy',
        RoleName,
        PolicyDocument: AssumeRolePolicyDocument
      });
    else await this.#iam({ Action: 'CreateRole', RoleName, AssumeRolePolicyDocument });
    this.#roles.add(RoleName);
    await this.#iam({
      Action: 'PutRolePolicy',
      RoleName,
      PolicyName: RoleName,
      PolicyDocument: JSON.stringify(permissions)
    });
  }

  async allows(roleArn: string, action: string, resource: string): Promise<boolean> {
    // It evaluates no context keys in simulations.
    if (action === 'iam:CreateServiceLinkedRole') return true;
    const xml = await this.#iam({
      Action: 'SimulatePrincipalPolicy',
      PolicySourceArn: roleArn,
      'ActionNames.member.1': action,
      'ResourceArns.member.1': resource
    });
    return xml.includes('<EvalDecision>allowed</EvalDecision>');
  }

  async #iam(parameters: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString();
    const answer = await fetch(`${this.url}/`, {
      method: 'POST',
      body,
      headers: signedHeaders(new URL(this.url).host, body)
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`ministack: ${parameters['Action'] ?? ''}: ${text}`);
    return text;
  }
}

/** Signature Version 4 of a POST to IAM. */
function signedHeaders(host: string, body: string): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${date.slice(0, 8)}/us-east-1/iam/aws4_request`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host,
    'x-amz-date': date
  };
  const names = Object.keys(headers).join(';');
  const canonical = [
    ...['POST', '/', ''],
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    ...['', names, sha256(body)]
  ].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${ROOT_KEYS.secret}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n'));
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${ROOT_KEYS.id}/${scope}, SignedHeaders=${names}, Signature=${signature.toString('hex')}`
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
