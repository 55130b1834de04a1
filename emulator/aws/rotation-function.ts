import { randomUUID } from 'node:crypto';
import { ServiceError } from '../service.js';
import type { StoredSecret, StoredSecrets } from './stored-secrets.js';

/**
 * A rotation by AWS: RotateSecret and the function that it invokes, in the steps between which others may act. Like AWS's
 * templates, it changes one key of a JSON object, or a plain value.
 */
export class RotationFunction {
  readonly #store: StoredSecrets;
  readonly #id: string;
  readonly #key: string | undefined;
  #token: string | undefined;

  /** @param id name or ARN of a secret with a value, which is rotated by the function from now on. */
  constructor(store: StoredSecrets, id: string, key?: string) {
    this.#store = store;
    this.#id = id;
    this.#key = key;
    this.#secret.rotationEnabled = true;
  }

  /** The version of the rotation that has begun last. */
  get token(): string | undefined {
    return this.#token;
  }

  /** RotateSecret: AWSPENDING on a version without a value, or on that of a rotation that has not come to its end. */
  begin(token: string = randomUUID()): string {
    const secret = this.#secret;
    const pending = holder(secret, 'AWSPENDING');
    if (pending !== undefined && pending !== holder(secret, 'AWSCURRENT')) {
      if (pending !== this.#token)
        throw new ServiceError(
          'InvalidRequestException',
          "A previous rotation isn't complete. That rotation will be reattempted."
        );
      return pending;
    }
    this.#token = token;
    this.#store.beginRotation(secret, token);
    return token;
  }

  /** createSecret: the version gets its value, made from the current one. */
  create(password: string): void {
    const secret = this.#secret;
    const { string } = secret.versions.get(holder(secret, 'AWSCURRENT') ?? '') ?? {};
    if (string === undefined) throw new Error('the secret has no value to rotate');
    this.#store.put(secret, {
      ClientRequestToken: this.#pendingToken,
      SecretString:
        this.#key === undefined
          ? password
          : JSON.stringify({ ...(JSON.parse(string) as object), [this.#key]: password }),
      VersionStages: ['AWSPENDING']
    });
  }

  /** finishSecret: AWSCURRENT moves to the version, which keeps AWSPENDING. */
  finish(): void {
    const secret = this.#secret;
    const current = holder(secret, 'AWSCURRENT');
    const token = this.#pendingToken;
    this.#store.moveStage(secret, {
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: token,
      ...(current !== undefined && { RemoveFromVersionId: current })
    });
  }

  get #pendingToken(): string {
    if (this.#token === undefined) throw new Error('no rotation has begun');
    return this.#token;
  }

  get #secret(): StoredSecret {
    return this.#store.find(this.#id) ?? this.#store.missing();
  }
}

const holder = ({ versions }: StoredSecret, stage: string): string | undefined =>
  [...versions.values()].find(({ stages }) => stages.has(stage))?.id;
