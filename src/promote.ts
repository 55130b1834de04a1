import { asProcess, runPromote } from './main.js';

void asProcess(runPromote);
