import { awsDiagnoses } from './aws.js';
import { defaultChainDiagnoses } from './default-chain.js';
import type { Diagnosis } from './diagnosis.js';
import { gitHubDiagnoses, tokenServiceDiagnoses } from './github.js';
import { networkDiagnoses, proxyDiagnoses, unexpectedResponse } from './network.js';
import { secretsManagerDiagnoses } from './secrets-manager.js';
import { stsDiagnoses } from './sts.js';

export const unknownError: Diagnosis = {
  matches: () => true,
  reason: ({ code, status, requestId }, { service }) =>
    `${service} returned ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
  remedy: (_, { service }) =>
    `Run the job again with debug logging, and give the request id to ${service.startsWith('AWS') ? 'AWS' : 'GitHub'} Support.`
};

/** The first that matches is the one: what a service says goes before what the network does. */
export const diagnoses: readonly Diagnosis[] = [
  ...stsDiagnoses,
  ...secretsManagerDiagnoses,
  ...defaultChainDiagnoses,
  ...awsDiagnoses,
  ...proxyDiagnoses,
  ...gitHubDiagnoses,
  ...networkDiagnoses,
  ...tokenServiceDiagnoses,
  unexpectedResponse,
  unknownError
];
