import { asProcess, run } from './main.js';

await asProcess(run);
