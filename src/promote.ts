import { runPromote } from './main.js';
import { asProcess } from './process.js';

await asProcess(runPromote);
