/** Warns of presets whose source was last read over two years ago. The scheduled workflow runs it; no test does. */
import { warning } from '@actions/core';
import { presetNames, presets } from '../../src/password/presets.js';

const YEAR = 365.25 * 24 * 60 * 60 * 1000;

for (const name of presetNames) {
  const { link, checked } = presets[name].source;
  if (Date.now() - Date.parse(checked) > 2 * YEAR) {
    warning(
      `The source of preset ${name} was last read on ${checked}. Read ${link} again and correct rule and date.`,
      { title: 'Old source' }
    );
  }
}
