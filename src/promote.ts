import { runAction, runPromote } from './main.js';

void runAction(runPromote);
