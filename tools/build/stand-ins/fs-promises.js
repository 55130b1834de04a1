import { readFile as read } from 'node:fs';
import { promisify } from 'node:util';

/** All that the SDK needs of fs/promises, which brings Node's readline with it: it reads the shared config files. */
export const readFile = promisify(read);
