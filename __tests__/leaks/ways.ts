import type { Tool, Way } from './way.js';
import { commands, modelled as others } from './ways/commands.js';
import { frameworkModels, frameworks } from './ways/frameworks.js';
import { go, java, node, perl, php, ruby } from './ways/languages.js';
import { python } from './ways/python.js';
import { shellModels, shells } from './ways/shells.js';

/** The tools, and what each should print. */
export const tools: readonly Tool[] = [
  ...shells,
  python,
  node,
  go,
  java,
  php,
  ruby,
  perl,
  ...frameworks,
  ...commands
];
/** Ways that no tool of this bench prints. */
export const modelled: readonly Way[] = [...shellModels, ...others, ...frameworkModels];
export const ways: readonly Way[] = [...tools.flatMap((tool) => tool.ways), ...modelled];
