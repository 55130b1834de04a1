import { runPromote } from './main.js';
import { runAction } from './process.js';

void runAction(runPromote);
