import { isRefused, type SecretApi } from './api.js';

/**
 * Takes AWSPENDING off a version whose rotation is finished.
 * @returns false when that version does not have the label any more.
 */
export async function removeFinishedPending(
  secret: SecretApi,
  versionId: string
): Promise<boolean> {
  try {
    await secret.updateSecretVersionStage({ stage: 'AWSPENDING', from: versionId });
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
