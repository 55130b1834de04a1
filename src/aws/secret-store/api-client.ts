import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
import { UnexpectedResponseError } from '../../errors/call-error.js';
import type { SecretApi, SecretVersion } from './api.js';
import type { SecretsManager } from '../secrets-manager.js';

/** The calls that store a password, made with the SDK and retried as every call of a run. */
export function createSecretClient(secretsManager: SecretsManager, secretId: string): SecretApi {
  const id = { SecretId: secretId };
  return {
    secretId,
    region: secretsManager.region,

    describeSecret: () =>
      secretsManager.call('DescribeSecret', secretId, async (client, options) => {
        const response = await client.send(new DescribeSecretCommand(id), options);
        const { ARN, OwningService, PrimaryRegion } = response;
        return {
          arn: required(ARN),
          isDeleted: response.DeletedDate !== undefined,
          ...(OwningService !== undefined && { owningService: OwningService }),
          ...(PrimaryRegion !== undefined && { primaryRegion: PrimaryRegion }),
          isRotated: response.RotationEnabled === true,
          stages: new Map(Object.entries(response.VersionIdsToStages ?? {}))
        };
      }),

    getSecretValue: (stage) =>
      secretsManager.call('GetSecretValue', secretId, async (client, options) => {
        const command = new GetSecretValueCommand({ ...id, VersionStage: stage });
        const response = await client.send(command, options);
        const secretString: unknown = response.SecretString;
        if (secretString !== undefined && typeof secretString !== 'string') {
          throw new UnexpectedResponseError('the response has a SecretString that is no text');
        }
        return {
          ...readVersion(response),
          stages: response.VersionStages ?? [],
          createdAt: response.CreatedDate?.getTime() ?? 0,
          secretString
        };
      }),

    createSecret: async ({ versionId, secretString }, { kmsKeyId, description, tags = {} }) => {
      let attempts = 0;
      const call = secretsManager.call('CreateSecret', secretId, async (client, options) => {
        attempts++;
        const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        const command = new CreateSecretCommand({
          Name: secretId,
          ClientRequestToken: versionId,
          SecretString: secretString,
          ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
          ...(description !== undefined && { Description: description }),
          ...(Tags.length > 0 && { Tags })
        });
        return readVersion(await client.send(command, options));
      });
      return { ...(await call), isRepeated: attempts > 1 };
    },

    putSecretValue: ({ versionId, secretString }, stage) =>
      secretsManager.call('PutSecretValue', secretId, async (client, options) => {
        const command = new PutSecretValueCommand({
          ...id,
          ClientRequestToken: versionId,
          SecretString: secretString,
          VersionStages: [stage]
        });
        const response = await client.send(command, options);
        return { ...readVersion(response), stages: response.VersionStages ?? [] };
      }),

    updateSecretVersionStage: ({ stage, from, to }) =>
      secretsManager.call('UpdateSecretVersionStage', secretId, async (client, options) => {
        const command = new UpdateSecretVersionStageCommand({
          ...id,
          VersionStage: stage,
          ...(from !== undefined && { RemoveFromVersionId: from }),
          ...(to !== undefined && { MoveToVersionId: to })
        });
        required((await client.send(command, options)).ARN);
      }),

    restoreSecret: () =>
      secretsManager.call('RestoreSecret', secretId, async (client, options) => {
        required((await client.send(new RestoreSecretCommand(id), options)).ARN);
      })
  };
}

function required(text: string | undefined): string {
  if (!text) throw new UnexpectedResponseError('the response has no ARN or VersionId');
  return text;
}

const readVersion = (response: {
  ARN?: string | undefined;
  VersionId?: string | undefined;
}): SecretVersion => ({ arn: required(response.ARN), versionId: required(response.VersionId) });
