import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildPolicy } from '../../src/password/policy.js';
import { presetNames } from '../../src/password/presets.js';
import { places, presetsClaiming, presetsNaming } from '../../tools/docs/carrier-places.js';
import {
  arrives,
  encodedVerdict,
  measuredPlaces,
  placesPage
} from '../../tools/docs/places-page.js';
import { presetsPage } from '../../tools/docs/presets-page.js';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

test('every place has been measured', () => {
  expect(measuredPlaces.map(({ id }) => id)).toEqual(places.map(({ id }) => id));
  expect(measuredPlaces.length).toBeGreaterThanOrEqual(160);
  expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
});

test('the pages are what the measurements make: npm run carriers', () => {
  expect(page('places.md')).toBe(placesPage());
  expect(page('presets.md')).toBe(presetsPage());
});

test('the results have one line an entry', () => {
  const file = new URL('../../bench/carriers/results.json', import.meta.url);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(measuredPlaces.length + 2);
});

test('a chooser of at most ten lines comes first', () => {
  const [, chooser = ''] = page('presets.md').split('Where does the password go?\n\n');
  const lines = chooser.slice(0, chooser.indexOf('\n\n')).split('\n');
  expect(lines.length).toBeLessThanOrEqual(10);
  for (const name of ['url-safe', 'dotenv-safe', 'odbc-safe', 'shell-safe']) {
    expect(lines.join('\n')).toContain(`\`${name}\``);
  }
});

describe('what others have reported is measured here, too', () => {
  const of = (id: string) => {
    const found = measuredPlaces.find((place) => place.id === id);
    if (!found) throw new Error(id);
    return found;
  };

  test.each([
    ['symfony-resolve-url', 'breaks'],
    ['go-mysql-dsn', 'as it stands'],
    ['peewee-url', 'as it stands'],
    ['whatwg-url', 'as it stands'],
    ['libpq-url', 'decoded'],
    ['sqlalchemy-url', 'decoded']
  ] as const)('%s, percent-encoded: %s', (id, verdict) => {
    expect(encodedVerdict(of(id))).toBe(verdict);
    const { decoded, kept, broken } = of(id).encoded;
    expect(decoded + kept + broken).toBeGreaterThanOrEqual(500);
  });

  test.each([
    ['kubernetes-env', ['$$']],
    ['smallrye-env', ['$$', '${']],
    ['spring-value', ['#{', '${…}']],
    ['jinja', ['{{', '{%']]
  ])('%s breaks at pairs alone', (id, pairs) => {
    expect(of(id).breaks).toEqual({ first: '', middle: '', last: '' });
    expect(of(id).pairs.middle).toEqual(expect.arrayContaining(pairs));
  });

  test.each([
    ['django-environ-env', 'first', '$'],
    ['grafana-ini', 'middle', '#;'],
    ['grafana-ini', 'first', '`'],
    ['grafana-ini', 'last', '\\'],
    ['rabbitmq-conf', 'middle', '#'],
    ['sam-parameter-overrides', 'last', '\\'],
    ['zsh-word', 'first', '~']
  ] as const)('%s breaks at %s %s', (id, where, characters) => {
    for (const c of characters) expect(of(id).breaks[where]).toContain(c);
  });

  test.each(['ruby-dotenv', 'symfony-dotenv', 'dotenvx', 'source-bash', 'ansible-template'])(
    '%s runs what it reads, and the page marks it',
    (id) => {
      expect(of(id).runs).toBe(true);
      expect(page('places.md')).toContain(`| ${of(id).name} ⚠ `);
    }
  );

  test.each(['dotenv', 'dotenv-expand', 'kubernetes-env', 'go-mysql-dsn'])(
    '%s runs nothing',
    (id) => {
      expect(of(id).runs).toBe(false);
    }
  );
});

describe.each(measuredPlaces.map((place) => [place.id, place] as const))('%s', (_, place) => {
  test('every password of the presets that claim it arrived, 2000 of those that name it', () => {
    expect(presetsClaiming(place).filter((name) => place.failures[name])).toEqual([]);
    expect(presetsClaiming(place)).toContain('shell-safe');
    expect(presetsNaming(place)).toContain('shell-safe');
    expect(place.tried).toEqual({ each: 100, naming: 2000 });
    expect(place.parser).toMatch(/\w{3}/);
  });

  test('nothing that breaks there can be in a password of the presets that claim it', () => {
    expect(presetsClaiming(place).filter((name) => !arrives(place, name))).toEqual([]);
  });

  test('its figures are of the presets as they are: npm run carriers', () => {
    const { middle } = place.breaks;
    const unlike = presetNames.filter((name) => {
      const { alphabet } = buildPolicy({ presets: [name] });
      const breaks = Array.from(middle).some((character) => alphabet.includes(character));
      return breaks && !place.failures[name];
    });
    expect(unlike).toEqual([]);
    expect(
      Object.keys(place.failures).filter((name) => !presetNames.includes(name as never))
    ).toEqual([]);
  });

  test('what fails is explained by what breaks', () => {
    const unexplained = presetNames.filter(
      (name) => place.failures[name] && arrives({ ...place, failures: {} }, name)
    );
    expect(unexplained).toEqual([]);
  });
});
