/**
 * `npm run databases`: do real servers accept the passwords? Each server is started on loopback, in a temporary
 * directory and not as root. Accounts with the passwords of each fitting preset are created, and each then logs in by
 * every way that people use. What is not installed is skipped with a message. A case is one preset on one server by one
 * way; it passes when every password does. `npm run databases -- redis` tries the servers of that name only.
 */
import { kafka } from './kafka.js';
import { mariadb } from './mariadb.js';
import { openldap } from './openldap.js';
import { postgresql } from './postgresql.js';
import { rabbitmq } from './rabbitmq.js';
import { redisToken, redisUsers } from './redis.js';
import { counts, tryServer } from './trial.js';

const servers = [postgresql, mariadb, redisUsers, redisToken, rabbitmq, openldap, kafka];
const [wanted = ''] = process.argv.slice(2);
for (const server of servers) {
  if (server.name.toLowerCase().includes(wanted.toLowerCase())) await tryServer(server);
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
