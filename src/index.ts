import { asProcess, run } from './main.js';

void asProcess(run);
