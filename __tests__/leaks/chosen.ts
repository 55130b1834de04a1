const WORDS = [
  'orders',
  'postgres',
  'release',
  'payments',
  'analytics',
  'inventory',
  'database',
  'monitoring'
];
const PLACES = ['production', 'staging', 'eu-west-1', 'superuser', 'readonly'];

/** Values of the kind that people choose for secrets: names, versions, hosts, ports, words with a year. */
export const CHOSEN: readonly string[] = [
  ...WORDS.flatMap((word, at) => [
    ...PLACES.map((place) => `${word}-${place}`),
    `${word}_${PLACES[at % PLACES.length] ?? ''}_password`,
    `${word}-1.${at}.0-alpine`,
    `${word}:v2.${at}.${at * 3}`,
    `${word}.internal.example.com`,
    `${word}.example.com:${5432 + at}`,
    `https://${word}.example.com/login`,
    `${word}@example.com`,
    `${word}2024`,
    `${word}-2025!`,
    `Summer-202${at}-${word}`,
    `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}2026!`,
    `my ${word} password`,
    `the-${word}-service`,
    `${word}/${PLACES[(at + 1) % PLACES.length] ?? ''}`,
    `change-me-${word}`,
    `${word}Password123`
  ]),
  ...[
    'localhost',
    'changeme',
    'password123',
    'correct horse battery staple',
    'Welcome-to-2026',
    'admin@localhost:8080'
  ],
  ...[
    'R&D-department',
    "it's-a-secret",
    'say "friend" and enter',
    'C:\\Users\\deploy',
    'a=b&c=d&page=2',
    '<none-of-it>'
  ],
  ...[
    '10.0.12.255:6379',
    '2026-12-01',
    '01/12/2026',
    '+49 30 901820',
    '5432-5433',
    'v24.11.0',
    '1.2.3-rc.1',
    'node:24-alpine'
  ],
  ...[
    'arn:aws:iam::123456789012:role/deploy',
    'eu-central-1',
    'AWSCURRENT',
    'us-east-1a',
    'ghcr.io/octo-org/app:latest'
  ],
  ...[
    'feature/new-checkout',
    'main-production',
    'deploy-key-2026',
    'letmein!',
    'Passw0rd!',
    'P@ssword2026',
    'qwertyuiop'
  ]
];
