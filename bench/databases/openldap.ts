import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tools } from '../carriers/tools.js';
import {
  anywhere,
  eachAccount,
  output,
  together,
  type Account,
  type Place,
  type Server
} from './server.js';

const base = 'dc=example';
const admin = `cn=admin,${base}`;
const name = ({ user }: Account): string => `cn=${user},${base}`;
const address = ({ port }: Place): readonly string[] => ['-x', '-H', `ldap://127.0.0.1:${port}`];
const administer = (tool: string, place: Place): readonly string[] => [
  ...[tool, ...address(place), '-D', admin, '-w', 'admin']
];

export const openldap: Server = {
  name: 'OpenLDAP',
  install: 'apt-get install slapd ldap-utils',
  needs: ['slapd', 'ldapadd', 'ldappasswd', 'ldapwhoami', '/usr/lib/ldap/back_mdb.so'],
  presets: [['directory-service'], ['active-directory-user'], ['workspaces-user'], ...anywhere],
  prepare({ directory }) {
    writeFileSync(
      join(directory, 'slapd.conf'),
      `include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${directory}/pid
database mdb
suffix "${base}"
rootdn "${admin}"
rootpw admin
directory ${directory}
`
    );
    return [];
  },
  serve: ({ directory, port }) => [
    ...['slapd', '-d', '0', '-f', join(directory, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port}`]
  ],
  async isReady(place) {
    const ready = await output({ command: administer('ldapwhoami', place) });
    if (ready === undefined) return false;
    const root = `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\no: example\n`;
    return (await output({ command: administer('ldapadd', place), input: root })) !== undefined;
  },
  // By the operation that sets passwords: as an attribute, one in braces at its beginning would name a hash function.
  async create(place, accounts) {
    const added = await eachAccount(
      (_, account) => ({
        command: administer('ldapadd', place),
        input: `dn: ${name(account)}\nobjectClass: person\nsn: ${account.user}\n`
      }),
      (account) => `adding new entry "${name(account)}"`
    )(place, accounts);
    const set = await eachAccount(
      (_, account) => ({
        command: [...administer('ldappasswd', place), '-s', account.password, name(account)]
      }),
      () => ''
    )(place, accounts);
    return added.map((done, index) => done && set[index] === true);
  },
  ways: {
    'command line': {
      login: eachAccount(
        (place, account) => ({
          command: ['ldapwhoami', ...address(place), '-D', name(account), '-w', account.password]
        }),
        (account) => `dn:${name(account)}`
      )
    },
    file: {
      login: eachAccount(
        (place, account) => {
          const file = join(place.directory, account.user);
          writeFileSync(file, account.password, { mode: 0o600 });
          return { command: ['ldapwhoami', ...address(place), '-D', name(account), '-y', file] };
        },
        (account) => `dn:${name(account)}`
      )
    },
    ldap3: {
      needs: {
        command: [tools.python, '-c', 'import ldap3'],
        install: 'npm run carriers -- --install'
      },
      login: together((place, accounts) => ({
        command: [
          tools.python,
          '-c',
          `import json, sys, ldap3
for user, name, password, port in json.load(sys.stdin):
    connection = ldap3.Connection(ldap3.Server('127.0.0.1', port=port), name, password)
    print(user if connection.bind() else 'refused')`
        ],
        input: JSON.stringify(
          accounts.map((account) => [account.user, name(account), account.password, place.port])
        )
      }))
    }
  }
};
