import type { SecretMasker } from './secret-masker.js';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** Masked, and cut at 4,096 characters. */
  readonly message: string;
  /** GitHub does not mask it. */
  readonly title?: string;
  readonly file?: string;
}

/** GitHub keeps ten annotations of a level for a step; the log has them all. */
const ANNOTATIONS_PER_LEVEL = 10;
const MESSAGE_LIMIT = 4096;

/** How GitHub's page shows the runner's tags. */
const LABELS: Readonly<Record<string, string>> = {
  '##[error]': 'Error: ',
  '##[warning]': 'Warning: ',
  '##[notice]': 'Notice: ',
  '##[group]': '▼ '
};

/** The log of a step as GitHub shows it, with its annotations. */
export class StepLog {
  readonly lines: string[] = [];
  readonly annotations: Annotation[] = [];

  constructor(
    readonly masker: SecretMasker,
    readonly isDebug: boolean,
    readonly onLine?: (line: string) => void
  ) {}

  write(text: string): void {
    const masked = this.masker.mask(text);
    if (masked === '##[endgroup]') return;
    const tag = /^##\[[a-z]+\]/.exec(masked)?.[0] ?? '';
    const line = (LABELS[tag] ?? tag) + masked.slice(tag.length);
    this.lines.push(line);
    this.onLine?.(line);
  }

  debug(text: string): void {
    if (!this.isDebug) return;
    for (const line of text.split(/\r?\n/)) this.write(`##[debug]${line}`);
  }

  annotate(
    level: Annotation['level'],
    text: string,
    properties?: ReadonlyMap<string, string>
  ): void {
    const message = this.masker.mask(text).slice(0, MESSAGE_LIMIT);
    const title = properties?.get('title');
    const file = properties?.get('file');
    if (this.annotations.filter((one) => one.level === level).length < ANNOTATIONS_PER_LEVEL) {
      this.annotations.push({
        level,
        message,
        ...(title !== undefined && { title }),
        ...(file !== undefined && { file })
      });
    }
    if (message !== '') this.write(`##[${level}]${message}`);
  }
}
