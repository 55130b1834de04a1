// Every stand-in client, and every stand-in action, is this program: it asks the emulator what it would have done.
// argv: `client NAME ARGUMENT…` or `action NAME`.
import { appendFileSync } from 'node:fs';

const [kind, name, ...args] = process.argv.slice(2);
const { GITHUB_WORKSPACE: workspace, EMULATED_CLIENTS_URL: url, ...env } = process.env;

const response = await fetch(url, {
  method: 'POST',
  body: JSON.stringify({
    kind,
    name,
    args,
    env,
    workspace,
    stdin: kind === 'client' ? await stdin() : ''
  })
});
const {
  stdout = '',
  stderr = '',
  status = 0,
  outputs = {},
  exports = {},
  masks = []
} = await response.json();
for (const mask of masks) console.log(`::add-mask::${mask}`);
process.stdout.write(stdout);
process.stderr.write(stderr);
write(process.env.GITHUB_OUTPUT, outputs);
write(process.env.GITHUB_ENV, exports);
process.exitCode = status;

async function stdin() {
  if (process.stdin.isTTY) return '';
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function write(file, values) {
  for (const [key, value] of Object.entries(values)) appendFileSync(file, `${key}=${value}\n`);
}
