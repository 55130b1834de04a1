import { StringDecoder } from 'node:string_decoder';

/**
 * Splits a stream into lines and keeps its text. LF, CRLF and CR end a line, as for .NET; node:readline also
 * breaks at U+2028 and U+2029.
 */
export class LineReader {
  text = '';
  #rest = '';
  readonly #decoder = new StringDecoder('utf8');

  constructor(readonly onLine: (line: string) => void) {}

  push(chunk: string | Uint8Array): void {
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    this.text += text;
    // A CR at the end of the chunk waits: an LF may follow.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    lines.forEach(this.onLine);
  }

  end(): void {
    const text = this.#decoder.end();
    this.text += text;
    const rest = this.#rest + text;
    this.#rest = '';
    if (rest !== '') this.onLine(rest.replace(/\r$/, ''));
  }
}
