import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';

/**
 * Sections of NODE_DEBUG that print connections and what goes over them: requests with the token in their header, buffers
 * with the password. Of `http` and `http2`, Node.js itself warns so. Others, such as `fs` and `module`, print none of it.
 */
const CONNECTIONS = ['http', 'https', 'http2', 'net', 'stream', 'tls'];

/** Options of Node.js that give away what the process has in memory, and how. */
const TELLING_OPTIONS: readonly (readonly [option: RegExp, how: string])[] = [
  [/^--tls-keylog$/, 'writes the keys of every connection to a file'],
  [
    /^--inspect(?:-brk|-wait)?$/,
    'opens a port at which any process of this machine reads the memory of this one'
  ],
  [
    /^--heapsnapshot-(?:signal|near-heap-limit)$/,
    'writes the memory of this process to a file, and the password with it'
  ]
];

/** A report has the variables of the process, among them the job's token and inputs. */
const REPORT = /^--report-(?:on-(?:fatalerror|signal)|uncaught-exception)$/;

/**
 * Refuses variables with which Node.js itself would print or write down a secret: no mask would hide it.
 * SSLKEYLOGFILE, which Node.js does not read, NODE_V8_COVERAGE, profiles and `--trace-…` show no value of a run.
 * @throws {ActionError} when there is one.
 */
export function refuseLeakingVariables(env: NodeJS.ProcessEnv): void {
  const sections = CONNECTIONS.filter((section) => isDebugged(section, env['NODE_DEBUG'] ?? ''));
  if (sections.length > 0) {
    throw new ActionError(
      `NODE_DEBUG is ${quote(env['NODE_DEBUG'] ?? '')}, so Node.js would print what this step sends and receives, tokens and the password among it (${sections.join(', ')}). ` +
        "Unset it, for this step alone with NODE_DEBUG: '' in its env."
    );
  }
  for (const option of nodeOptions(env)) {
    const how = TELLING_OPTIONS.find(([pattern]) => pattern.test(option))?.[1];
    if (how === undefined) continue;
    throw new ActionError(
      `NODE_OPTIONS has ${option}, which ${how}. Remove it, for this step alone with other NODE_OPTIONS in its env.`
    );
  }
}

/** What to say of variables that may give away less than the password. */
export function findNodeWarnings(env: NodeJS.ProcessEnv): readonly string[] {
  const option = nodeOptions(env).find((one) => REPORT.test(one));
  return option === undefined
    ? []
    : [
        `NODE_OPTIONS has ${option}: a diagnostic report has every variable of the step, among them the job's token for OIDC and the inputs. Remove it, or keep reports out of artifacts and logs.`
      ];
}

/** As Node.js reads NODE_DEBUG: names with commas between them, of any case, with `*` for any characters. */
function isDebugged(section: string, value: string): boolean {
  return value.split(',').some((name) => {
    const escaped = name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*+/g, '.*');
    return new RegExp(`^${escaped}$`, 'i').test(section);
  });
}

/** The names of the options in NODE_OPTIONS. Node.js takes `_` for `-` in them, and quotes around them. */
function nodeOptions(env: NodeJS.ProcessEnv): readonly string[] {
  return (env['NODE_OPTIONS'] ?? '')
    .split(/[\s"]+/)
    .filter((text) => text.startsWith('--'))
    .map((text) => text.replace(/=[^]*/, '').replaceAll('_', '-'));
}
