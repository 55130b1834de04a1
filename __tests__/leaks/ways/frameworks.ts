import {
  base64,
  chain,
  context,
  each,
  jsonText,
  percent,
  plus,
  replacing,
  repr,
  shortened,
  upper,
  within,
  type Printer
} from '../printers.js';
import { way, type Tool, type Way } from '../way.js';

const PYTHON = `
import sys, base64
from _pytest._io.saferepr import saferepr
from sqlalchemy import URL
from django.utils.html import escapejs
b = lambda text: base64.b64encode(text.encode()).decode()
for p in sys.stdin.read().split('\\n')[:-1]:
    url = URL.create('postgresql', 'app', p, 'db', database='app').render_as_string(hide_password=False)
    print(saferepr(p, maxsize=30), escapejs(p), url, b(url), sep='\\n')
`;

const sqlAlchemy = chain(percent(/[\w.~ +-]/), within('postgresql://app:', '@db/app'));
const escapeJs = each((sign) =>
  /[\\'"<>&=;`-]/.test(sign) ? `\\u00${upper(sign.charCodeAt(0))}` : sign
);
/** pytest shows 30 characters of an operand: the ends of what `repr` makes of both ends. */
const operand: Printer = (printed) => {
  const whole = repr(printed.slice(0, 30));
  return whole.length <= 30
    ? whole
    : chain(repr, shortened(13, 14, '...'))([...printed.slice(0, 13), ...printed.slice(-14)]);
};

const pythonPackages: Tool = {
  name: 'python3',
  needs: 'import pytest, sqlalchemy, django',
  command: ['python3', '-c', PYTHON],
  ways: [
    way('pytest, an operand', operand),
    way('Django escapejs', escapeJs),
    way('SQLAlchemy URL', sqlAlchemy),
    way('base64 of a URL by SQLAlchemy', sqlAlchemy, base64())
  ]
};

const AXIOS = `
const { getUri } = require('axios');
for (const p of require('node:fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1)) {
  const address = getUri({ url: 'http://host/', params: { p } });
  console.log(address + '\\n' + Buffer.from(address).toString('base64'));
}`;
const axiosParameters = chain(percent(/[\w.!~*'()$,:-]/), plus, within('http://host/?p=', ''));

const axios: Tool = {
  name: 'node',
  needs: "require('axios')",
  command: [process.execPath, '-e', AXIOS],
  ways: [
    way('axios parameters', axiosParameters),
    way('base64 of axios parameters', axiosParameters, base64())
  ]
};

export const frameworks: readonly Tool[] = [pythonPackages, axios];

/** Log lines and settings of servers and libraries that this bench does not run. */
export const frameworkModels: readonly Way[] = [
  way('Spring UriUtils.encodeUserInfo, Guava', percent(/[\w.~!$&'()*+,;=:-]/)),
  way(
    'base64 of user data, quoted by printf %q',
    each((sign, before) =>
      /[ !"$&'()*,;<>?[\\\]^`{|}]/.test(sign) ||
      (/[#~]/.test(sign) && before === '') ||
      (sign === '~' && /[:=]/.test(before))
        ? `\\${sign}`
        : sign
    ),
    within('#!/bin/sh\nexport DB_PASSWORD=', '\n'),
    base64()
  ),
  way(
    "base64 of a connection string by Python's quote",
    percent(/[\w.~/-]/),
    within('postgres://app:', '@db/app'),
    base64()
  ),
  way(
    'HAProxy log',
    each((sign) => (/["#{|}]/.test(sign) ? `#${upper(sign.charCodeAt(0))}` : sign))
  ),
  way(
    'JAAS configuration in .properties',
    jsonText,
    replacing(/[\\=:#!]/, '\\$&'),
    within('sasl.jaas.config=… password\\="', '";')
  ),
  way('vitest, jest and rich: a diff in colours', (printed) => {
    const third = Math.round(printed.length / 3);
    return [
      ...printed.slice(0, third),
      ...context('\x1b[7m'),
      ...printed.slice(third, third * 2),
      ...context('\x1b[27m'),
      ...printed.slice(third * 2)
    ];
  })
];
