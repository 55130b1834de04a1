// The reference of the benchmark: the three requests of a run (or the one, without a role), signed by hand, with no SDK,
// no toolkit, no checks and no retries.
import { createHash, createHmac } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { URLSearchParams } from 'node:url';

const { env } = process;
const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true })
};

function request(address, { method = 'GET', headers = {}, body = '' }) {
  const url = new URL(address);
  const { request: send } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = send(url, { method, headers, agent: agents[url.protocol] }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url.host} returned ${response.statusCode}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}

async function roleCredentials() {
  const token = await request(`${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=sts.amazonaws.com`, {
    headers: { authorization: `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` }
  });
  const xml = await request(env.AWS_ENDPOINT_URL_STS ?? env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: env['INPUT_ROLE-TO-ASSUME'],
      RoleSessionName: 'bare',
      DurationSeconds: '900',
      WebIdentityToken: JSON.parse(token).value
    }).toString()
  });
  const read = (name) => new RegExp(`<${name}>([^<]+)<`).exec(xml)[1];
  return {
    id: read('AccessKeyId'),
    secret: read('SecretAccessKey'),
    session: read('SessionToken')
  };
}

const { id, secret, session } = env['INPUT_ROLE-TO-ASSUME']
  ? await roleCredentials()
  : { id: env.AWS_ACCESS_KEY_ID, secret: env.AWS_SECRET_ACCESS_KEY };

const endpoint = new URL(env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? env.AWS_ENDPOINT_URL);
const body = '{}';
const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
const scope = [time.slice(0, 8), env.AWS_REGION, 'secretsmanager', 'aws4_request'];
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const headers = {
  'content-type': 'application/x-amz-json-1.1',
  host: endpoint.host,
  'x-amz-date': time,
  ...(session && { 'x-amz-security-token': session }),
  'x-amz-target': 'secretsmanager.GetRandomPassword'
};
const signed = Object.keys(headers).join(';');
const canonical = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
const toSign = [
  'AWS4-HMAC-SHA256',
  time,
  scope.join('/'),
  sha256(`POST\n/\n\n${canonical.join('')}\n${signed}\n${sha256(body)}`)
].join('\n');
const key = scope.reduce(
  (k, part) => createHmac('sha256', k).update(part).digest(),
  `AWS4${secret}`
);
const signature = createHmac('sha256', key).update(toSign).digest('hex');
headers.authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope.join('/')}, SignedHeaders=${signed}, Signature=${signature}`;
const password = JSON.parse(
  await request(endpoint, { method: 'POST', headers, body })
).RandomPassword;

process.stdout.write(`::add-mask::${password.replaceAll('%', '%25')}\n`);
appendFileSync(env.GITHUB_OUTPUT, `password=${password}\n`);
process.exit();
