/** A Markdown report, printed while it grows. */
export class Report {
  readonly #lines: string[] = [];

  get text(): string {
    return this.#lines.join('\n');
  }

  line(text = ''): void {
    this.#lines.push(text);
    console.log(text);
  }

  paragraph(text: string): void {
    this.line(text);
    this.line();
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    this.line(`| ${head.join(' | ')} |`);
    this.line(`|${head.map(() => '---').join('|')}|`);
    for (const row of rows) this.line(`| ${row.join(' | ')} |`);
    this.line();
  }
}
