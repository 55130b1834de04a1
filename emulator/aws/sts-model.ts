import { ServiceError, type WireRequest } from '../service.js';

/** Length of the longest token that AWS accepts. */
const TOKEN_LIMIT = 20_000;

export type Fields = Readonly<Record<string, string | undefined>>;

/** The parameters of a request, in its query or its body. */
export const parseFields = (request: WireRequest): Fields => ({
  ...Object.fromEntries(request.url.searchParams),
  ...Object.fromEntries(new URLSearchParams(request.body.toString()))
});

/** Parameters of AssumeRole that AWS has and this emulator does not. */
const NOT_EMBEDDED =
  /^(PolicyArns|ProvidedContexts|ProviderId|SerialNumber|SourceIdentity|Tags|TokenCode|TransitiveTagKeys)(\.|$)/;

/** Checks the ranges of STS's service model. Like AWS, it reports all violations in one error. */
export function checkRanges(fields: Fields, required: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => NOT_EMBEDDED.test(name));
  if (unknown !== undefined)
    throw new ServiceError('NotEmbedded', `This emulator does not know ${unknown}.`, 501);
  const violations: string[] = [];
  const report = (name: string, constraint: string, value?: string) => {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    const shown = value === undefined ? 'null' : `'${value}'`;
    violations.push(
      `Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`
    );
  };
  const checkText = (name: string, min: number, max: number, pattern?: RegExp, secret = false) => {
    const value = fields[name];
    if (value === undefined) return;
    const shown = secret ? '***' : value;
    if (value.length < min) report(name, `have length greater than or equal to ${min}`, shown);
    if (value.length > max) report(name, `have length less than or equal to ${max}`, shown);
    if (pattern && !pattern.test(value))
      report(name, `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`, shown);
  };
  for (const name of required) if (fields[name] === undefined) report(name, 'not be null');
  checkText('RoleArn', 20, 2048);
  checkText('RoleSessionName', 2, 64, /^[\w+=,.@-]*$/);
  checkText('ExternalId', 2, 1224, /^[\w+=,.@:/-]*$/);
  checkText('WebIdentityToken', 4, TOKEN_LIMIT, undefined, true);
  checkText('Policy', 1, 2048, /^[\t\n\r\u0020-\u00FF]+$/);
  const duration = fields['DurationSeconds'];
  if (duration !== undefined) {
    if (!/^\d+$/.test(duration))
      throw new ServiceError('MalformedInput', 'Start of list found where not expected');
    if (Number(duration) < 900)
      report('DurationSeconds', 'have value greater than or equal to 900', duration);
    if (Number(duration) > 43200)
      report('DurationSeconds', 'have value less than or equal to 43200', duration);
  }
  if (violations.length > 0)
    throw new ServiceError(
      'ValidationError',
      `${violations.length} validation error${violations.length > 1 ? 's' : ''} detected: ${violations.join('; ')}`
    );
}
