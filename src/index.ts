import { runAction, run } from './main.js';

void runAction(run);
