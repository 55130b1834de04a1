import { describe, expect, test } from '@jest/globals';
import { places, presetsClaiming } from '../../tools/docs/carrier-places.js';
import { buildPolicy } from '../../src/password/policy.js';
import { presetNames } from '../../src/password/presets.js';
import { measuredPlaces } from '../../tools/docs/carriers-section.js';

test('every place has been measured', () => {
  expect(measuredPlaces.map(({ id }) => id)).toEqual(places.map(({ id }) => id));
  expect(measuredPlaces.length).toBeGreaterThanOrEqual(50);
});

describe.each(measuredPlaces.map((place) => [place.id, place] as const))('%s', (_, place) => {
  test('every password of the presets that claim it arrived', () => {
    expect(presetsClaiming(place).filter((name) => place.failures[name])).toEqual([]);
    expect(presetsClaiming(place)).toContain('shell-safe');
    expect(place.passwordsEach).toBeGreaterThanOrEqual(200);
  });

  test('its figures are of the presets as they are: npm run carriers', () => {
    const { middle } = place.breaks;
    const unlike = presetNames.filter((name) => {
      const { alphabet } = buildPolicy({ presets: [name] });
      const at = place.failures[name]?.at ?? '';
      const breaks = Array.from(middle).some((character) => alphabet.includes(character));
      const strange = Array.from(at).some((character) => !alphabet.includes(character));
      return (breaks && !place.failures[name]) || strange;
    });
    expect(unlike).toEqual([]);
    expect(
      Object.keys(place.failures).filter((name) => !presetNames.includes(name as never))
    ).toEqual([]);
  });
});
