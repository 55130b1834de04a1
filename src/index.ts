import { run } from './main.js';
import { runAction } from './process.js';

void runAction(run);
