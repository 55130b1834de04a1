import { run } from './main.js';
import { asProcess } from './process.js';

await asProcess(run);
