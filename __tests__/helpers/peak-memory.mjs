// Loaded before the action (NODE_OPTIONS=--import). Writes down how much memory the process had at its peak, in MB.
import { writeFileSync } from 'node:fs';
import { readPeak } from '../../emulator/runner/peak-memory.mjs';

process.once('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(readPeak() / 1024));
});
