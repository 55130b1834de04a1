import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ServiceError, type WireRequest } from '../service.js';
import type { ConditionContext } from './policy-pattern.js';
import type { Principal } from './principal.js';

export interface SigningScope {
  readonly service: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly principals: ReadonlyMap<string, Principal>;
}

const SKEW_MINUTES = 5;

/** A runner's address, of those that are reserved for documentation (RFC 5737). */
const SOURCE_IP = '203.0.113.7';

/** What IAM knows of every call (IAM user guide, "AWS global condition context keys"). */
export const callContext = (region: string, now: number): ConditionContext => ({
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
  'aws:RequestedRegion': region,
  // AWS itself is reached by TLS only.
  'aws:SecureTransport': 'true',
  'aws:SourceIp': SOURCE_IP,
  'aws:ViaAWSService': 'false'
});

/**
 * Checks a request's Signature Version 4 and returns who signed it, with what IAM knows of the call.
 * Throws the errors of AWS's JSON services.
 */
export function verifySignature(request: WireRequest, scope: SigningScope): Principal {
  const { headers, body } = request;
  const authorization = headers.authorization;
  if (authorization === undefined)
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const { credential, signedHeaders, signature, date } = parseAuthorization(authorization, headers);
  const [accessKeyId = '', day, region, service, terminator, ...rest] = credential.split('/');

  const signer = scope.principals.get(accessKeyId);
  const token = headers['x-amz-security-token'];
  if (signer === undefined || signer.sessionToken !== token)
    throw new ServiceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.'
    );
  if (signer.expiresAt !== undefined && signer.expiresAt <= scope.now)
    throw new ServiceError(
      'ExpiredTokenException',
      'The security token included in the request is expired'
    );

  if (region !== scope.region) throw invalid('Credential should be scoped to a valid region. ');
  if (service !== scope.service)
    throw invalid(`Credential should be scoped to correct service: '${scope.service}'. `);
  if (terminator !== 'aws4_request' || rest.length > 0)
    throw invalid("Credential should be scoped with a valid terminator: 'aws4_request'. ");
  if (day !== date.slice(0, 8))
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day ?? ''}' != '${date.slice(0, 8)}', from '${date}'.`
    );
  checkDate(date, scope.now);

  const unsigned = Object.keys(headers).find(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name)
  );
  if (unsigned !== undefined)
    throw invalid(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`);
  const payloadHash = sha256(body);
  const canonical = [
    request.method,
    canonicalPath(request.target),
    canonicalQuery(request.target),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(headers[name])}`),
    '',
    signedHeaders.join(';'),
    payloadHash
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    date,
    `${day}/${region}/${service}/aws4_request`,
    sha256(canonical)
  ].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${signer.secretAccessKey}`
  );
  const expected = hmac(key, toSign);
  const received = Buffer.from(signature, 'hex');
  const declaredHash = headers['x-amz-content-sha256'] ?? payloadHash;
  if (
    declaredHash !== payloadHash ||
    received.length !== expected.length ||
    !timingSafeEqual(received, expected)
  )
    throw invalid(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
    );
  return { ...signer, call: callContext(scope.region, scope.now) };
}

function parseAuthorization(authorization: string, headers: WireRequest['headers']) {
  const [algorithm = '', ...rest] = authorization.split(' ');
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  const parts = rest.join(' ').split(',');
  const fields = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals < 0)
      throw incomplete(
        `'${part.trim()}' not a valid key=value pair (missing equal-sign) in Authorization header.`
      );
    fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const dateHeader = headers['x-amz-date'];
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !fields.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (dateHeader === undefined)
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
    );
  if (missing.length > 0) throw incomplete(missing.join(' '));
  const date = String(dateHeader);
  if (!/^\d{8}T\d{6}Z$/.test(date))
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`
    );
  return {
    credential: fields.get('Credential') ?? '',
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
    date
  };
}

function checkDate(date: string, now: number): void {
  const time = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const basic = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const skew = SKEW_MINUTES * 60_000;
  if (!(time >= now - skew))
    throw invalid(
      `Signature expired: ${date} is now earlier than ${basic(now - skew)} (${basic(now)} - ${SKEW_MINUTES} min.)`
    );
  if (time > now + skew)
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basic(now + skew)} (${basic(now)} + ${SKEW_MINUTES} min.)`
    );
}

const canonicalValue = (value: string | string[] | undefined) =>
  [value ?? []].flat().join(',').trim().replace(/\s+/g, ' ');

/** Percent-encodes everything but RFC 3986's unreserved characters. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`
  );

/** Encoded once more than on the wire, as for all services but S3. */
const canonicalPath = (target: string) =>
  (target.split('?', 1)[0] ?? '/').split('/').map(encode).join('/');

const canonicalQuery = (target: string) =>
  [...new URL(target, 'http://localhost').searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string | undefined) =>
  createHmac('sha256', key)
    .update(data ?? '')
    .digest();

const invalid = (message: string) => new ServiceError('InvalidSignatureException', message);
const incomplete = (message: string) => new ServiceError('IncompleteSignatureException', message);
