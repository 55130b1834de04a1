import { createHash } from 'node:crypto';
import {
  jsonOrText,
  ServiceError,
  type ServiceResponse,
  type Now,
  type Service,
  type WireRequest
} from '../service.js';
import { authorize, findDenial, type Principal } from './principal.js';
import { randomPassword } from './random-password.js';
import { keyContext, secretContext } from './secret-context.js';
import { checkShape, type Input, type OperationName, OPERATIONS } from './secrets-manager-model.js';
import { type StoredSecret, StoredSecrets } from './stored-secrets.js';
import { verifySignature } from './signature.js';

export interface SecretsManagerServiceOptions {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly principals: ReadonlyMap<string, Principal>;
  readonly now: Now;
  /** GetRandomPassword calls a second before `ThrottlingException`; unlimited when left out. */
  readonly rateLimit: number | undefined;
}

const TARGET = 'secretsmanager.';
const APPLICATION = 'application/x-amz-json-1.1';

/** The embedded Secrets Manager: JSON 1.1, every signature and every permission checked. */
export class SecretsManagerService implements Service {
  readonly name = 'secretsmanager';
  readonly requestIdHeader = 'x-amzn-requestid';
  readonly throttled = new ServiceError('ThrottlingException', 'Rate exceeded');
  readonly store: StoredSecrets;
  readonly #options: SecretsManagerServiceOptions;
  readonly #takeTurn: () => boolean;

  constructor(options: SecretsManagerServiceOptions) {
    this.#options = options;
    this.store = new StoredSecrets(options);
    this.#takeTurn = tokenBucket(options.rateLimit ?? Infinity, options.now);
  }

  owns(request: WireRequest): boolean {
    const target = request.headers['x-amz-target'];
    return typeof target === 'string' && target.startsWith(TARGET);
  }

  operation(request: WireRequest): string {
    return String(request.headers['x-amz-target']).slice(TARGET.length);
  }

  parse(request: WireRequest): unknown {
    return jsonOrText(request.body);
  }

  handle(request: WireRequest): ServiceResponse {
    const { region, principals, now } = this.#options;
    const operation = this.operation(request);
    if (request.method !== 'POST' || !isOperation(operation))
      throw new ServiceError('UnknownOperationException', '');
    const scope = { service: 'secretsmanager', region, now: now(), principals };
    const caller = verifySignature(request, scope);
    const input = checkShape(operation, this.parse(request));
    return json(200, this.#act(operation, input, caller));
  }

  errorResponse({ code, message, status }: ServiceError): ServiceResponse {
    // The front door says `message`, the service behind it `Message`.
    const key = /Signature|Token|Client|Throttling|Serialization/.test(code)
      ? 'message'
      : 'Message';
    return json(status, { __type: code, ...(message && { [key]: message }) });
  }

  #act(operation: OperationName, input: Input, caller: Principal): object {
    const { store } = this;
    const { SecretId: id = '', Name: name = '' } = input;
    switch (operation) {
      case 'GetRandomPassword':
        authorize(caller, { action: 'secretsmanager:GetRandomPassword', resource: '*' });
        if (!this.#takeTurn()) throw this.throttled;
        return { RandomPassword: withoutLeadingHyphen(input) };
      case 'CreateSecret':
        for (const called of [operation, ...(input.Tags?.length ? ['TagResource'] : [])])
          this.#authorizeOn(caller, called, name, input);
        this.#useKey(caller, input, input.KmsKeyId, 'GenerateDataKey', 'Decrypt');
        return store.create(input);
      case 'PutSecretValue': {
        const secret = this.#permitted(caller, operation, id, input);
        this.#useKey(caller, input, secret.kmsKeyId, 'GenerateDataKey', 'Decrypt');
        return store.put(secret, input);
      }
      case 'GetSecretValue': {
        const secret = this.#permitted(caller, operation, id, input, true);
        const value = store.value(secret, input);
        this.#useKey(caller, input, secret.kmsKeyId, 'Decrypt');
        return value;
      }
      case 'DescribeSecret':
        return store.describe(this.#permitted(caller, operation, id, input, true));
      case 'ListSecretVersionIds':
        return store.listVersions(this.#permitted(caller, operation, id, input), input);
      case 'UpdateSecretVersionStage':
        return store.moveStage(this.#permitted(caller, operation, id, input), input);
      case 'DeleteSecret':
        return store.delete(this.#permitted(caller, operation, id, input), input);
      case 'RestoreSecret':
        return store.restore(this.#permitted(caller, operation, id, input));
    }
  }

  /** The secret, if the caller may do this with it. IAM answers before a missing secret is told. */
  #permitted(
    caller: Principal,
    operation: OperationName,
    id: string,
    input: Input,
    isRead = false
  ): StoredSecret {
    this.#authorizeOn(caller, operation, id, input);
    return (isRead ? this.store.findForRead(id) : this.store.find(id)) ?? this.store.missing();
  }

  #authorizeOn(caller: Principal, operation: string, id: string, input: Input): void {
    const secret = this.store.find(id);
    for (const resource of secret ? [secret.arn] : this.store.arnsOfMissing(id))
      authorize(caller, {
        action: `secretsmanager:${operation}`,
        resource,
        named: secret?.arn ?? id,
        context: secretContext(operation, input, secret)
      });
  }

  /** Secrets Manager uses the caller's rights on a key; the account's default key is open to all. */
  #useKey(
    caller: Principal,
    { SecretId: id, ClientRequestToken: token, VersionId: versionId = token }: Input,
    keyId: string | undefined,
    ...operations: string[]
  ): void {
    if (keyId === undefined || keyId === 'alias/aws/secretsmanager') return;
    const { region, accountId, partition } = this.#options;
    const resource = keyArn(keyId, `arn:${partition}:kms:${region}:${accountId}`);
    const secret = id === undefined ? undefined : this.store.find(id);
    const context = keyContext(this.#options, secret?.arn, versionId);
    for (const operation of operations)
      if (findDenial(caller, { action: `kms:${operation}`, resource, context }) !== undefined)
        throw new ServiceError('AccessDeniedException', 'Access to KMS is not allowed');
  }
}

/** IAM sees the key itself, never the alias that led to it. */
function keyArn(keyId: string, prefix: string): string {
  if (keyId.startsWith('arn:') && !keyId.includes(':alias/')) return keyId;
  const alias = /alias\/.*/.exec(keyId)?.[0];
  const hash = createHash('sha256')
    .update(alias ?? '')
    .digest('hex');
  const standIn = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
  return `${prefix}:key/${alias === undefined ? keyId : standIn}`;
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(OPERATIONS, name);

const json = (status: number, body: object): ServiceResponse => ({
  status,
  headers: { 'content-type': APPLICATION },
  body: JSON.stringify(body)
});

/** Lets `rate` calls a second through, with a second's worth as the burst. */
function tokenBucket(rate: number, now: Now): () => boolean {
  let tokens = rate;
  let filledAt = now();
  return () => {
    if (rate === Infinity) return true;
    const at = now();
    tokens = Math.min(rate, tokens + ((at - filledAt) / 1000) * rate);
    filledAt = at;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

/**
 * AWS also returns passwords that begin with `-`, about one in 90, and the action then asks again. Here none does, unless
 * hardly another is possible, so that a test may count requests; those that are about it bring their own responses.
 */
function withoutLeadingHyphen(input: Input): string {
  for (let attempt = 1; attempt < 100; attempt++) {
    const password = randomPassword(input);
    if (!password.startsWith('-')) return password;
  }
  return randomPassword(input);
}
