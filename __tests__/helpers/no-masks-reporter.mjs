/**
 * A jest reporter that fails the run when a test prints a mask: hundreds of such lines hide what failed, and in CI the
 * runner hides from then on what they name. It reads what the processes of the tests write, those of a test's own
 * programs included.
 * @implements {import('@jest/reporters').Reporter}
 */
export default class NoMasksReporter {
  #masks = 0;

  constructor() {
    for (const stream of [process.stdout, process.stderr]) this.#watch(stream);
  }

  getLastError() {
    if (this.#masks === 0) return undefined;
    return new Error(
      `The tests printed ${this.#masks} masks. Capture the output of the run that prints them.`
    );
  }

  onRunComplete() {
    const error = this.getLastError();
    if (error) process.stderr.write(`${error.message}\n`);
  }

  /** @param {NodeJS.WriteStream} stream */
  #watch(stream) {
    const write = stream.write.bind(stream);
    /** A line may arrive in several chunks. */
    let line = '';
    stream.write = (/** @type {string | Uint8Array} */ chunk, ...rest) => {
      const lines = (line + Buffer.from(chunk).toString()).split('\n');
      line = lines.pop() ?? '';
      this.#masks += lines.filter((each) => /^\s*::add-mask::/.test(each)).length;
      return write(chunk, ...rest);
    };
  }
}
