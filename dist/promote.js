import { asProcess, runPromote } from './main.js';
await asProcess(runPromote);
