type Encoder = (value: string) => string;

const base64From =
  (offset: number): Encoder =>
  (value) => {
    const bytes = Buffer.from(value);
    return bytes.subarray(bytes.length > offset ? offset : 0).toString('base64');
  };

const JSON_SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r'
};
// Newtonsoft.Json also escapes NEL and the two Unicode line separators.
// eslint-disable-next-line no-control-regex
const JSON_ESCAPED = /["\\\u0000-\u001f\u0085\u2028\u2029]/g;
const XML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;'
};

const hex = (char: string, digits: number): string =>
  char.charCodeAt(0).toString(16).padStart(digits, '0');

/** Where PowerShell cuts a command that it reports: after the first `&+`, or else after the last `&`. */
function ampersandCut(value: string): { end: number; next: number } | undefined {
  const plus = value.indexOf('&+');
  if (plus >= 0) return { end: plus + 2, next: plus + 3 };
  const last = value.lastIndexOf('&');
  return last < 0 ? undefined : { end: last + 1, next: last + 1 };
}

/** Trims what .NET trims: JavaScript's white space and NEL, without the byte order mark. */
const trim = (text: string): string =>
  text.replace(/^(?:[^\S\ufeff]|\x85)+|(?:[^\S\ufeff]|\x85)+$/g, '');

const fragment = (text: string): string => (text.length >= 6 ? text : '');

/** The encoders of actions/runner 2.336 (`ValueEncoders.cs`), in its order. An empty result adds nothing. */
const ENCODERS: readonly Encoder[] = [
  base64From(0),
  base64From(1),
  base64From(2),
  (value) => value.replaceAll('"', '\\"'),
  (value) => value.replaceAll("'", "''"),
  (value) => value.replace(JSON_ESCAPED, (c) => JSON_SHORT[c] ?? `\\u${hex(c, 4)}`),
  (value) =>
    encodeURIComponent(Buffer.from(value).toString()).replace(
      /[!'()*]/g,
      (c) => `%${hex(c, 2).toUpperCase()}`
    ),
  (value) => value.replace(/[<>&"']/g, (c) => XML[c] ?? c),
  (value) =>
    value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : '',
  (value) => fragment(value.slice(0, ampersandCut(value)?.end ?? 0)),
  (value) => fragment(value.slice(ampersandCut(value)?.next ?? value.length))
];

const BUCKETS = 4096;
const bucketOf = (first: number, second: number): number => ((first << 5) ^ second) & (BUCKETS - 1);

/** A part of a text: from the first character on, up to but without the second. */
export type Range = readonly [from: number, to: number];

/** The text with `***` in the place of each range. */
export const hide = (text: string, ranges: readonly Range[]): string => {
  let copied = 0;
  let masked = '';
  for (const [from, to] of ranges) {
    masked += `${text.slice(copied, from)}***`;
    copied = to;
  }
  return masked + text.slice(copied);
};

/**
 * The secret masker of GitHub's runner: it hides each value and one pass of each encoder over it, wherever they occur.
 * One masker lives as long as one job. There is no minimum length, as there is none on GitHub.
 */
export class SecretMasker {
  readonly #values = new Set<string>();
  readonly #secrets = new Set<string>();
  readonly #single = new Set<number>();
  /** Secrets of two and more UTF-16 units, by a hash of the first two. */
  readonly #buckets: (string[] | undefined)[] = new Array<string[] | undefined>(BUCKETS);

  /** Everything that is searched for: values, their lines, and what the encoders made of both. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /**
   * Registers a value as `::add-mask::` does: the value, and each of its lines trimmed.
   * Returns false, and registers nothing, for a value of white space alone.
   */
  addMask(value: string): boolean {
    if (trim(value) === '') return false;
    this.#add(value);
    for (const line of value.split(/[\r\n]/)) this.#add(trim(line));
    return true;
  }

  /** The text with every secret as `***`. Hits that overlap or touch become one. */
  mask(text: string): string {
    return hide(text, this.hidden(text));
  }

  /** Where secrets are. Hits that overlap or touch are one range. */
  hidden(text: string): readonly Range[] {
    const ranges: Range[] = [];
    let start = -1;
    let end = 0;
    for (let at = 0; at < text.length; at++) {
      const length = this.#longestAt(text, at);
      if (length === 0) continue;
      if (start < 0) start = at;
      else if (at > end) {
        ranges.push([start, end]);
        start = at;
      }
      end = Math.max(end, at + length);
    }
    return start < 0 ? ranges : [...ranges, [start, end]];
  }

  #add(value: string): void {
    if (value === '' || this.#values.has(value)) return;
    this.#values.add(value);
    for (const secret of [value, ...ENCODERS.map((encode) => encode(value))]) {
      if (secret === '' || this.#secrets.has(secret)) continue;
      this.#secrets.add(secret);
      if (secret.length === 1) this.#single.add(secret.charCodeAt(0));
      else
        (this.#buckets[bucketOf(secret.charCodeAt(0), secret.charCodeAt(1))] ??= []).push(secret);
    }
  }

  /** Length of the longest secret that starts here; 0 when none does. */
  #longestAt(text: string, at: number): number {
    const first = text.charCodeAt(at);
    let longest = this.#single.size > 0 && this.#single.has(first) ? 1 : 0;
    // NaN, past the last character, hashes as 0: its bucket holds nothing that could match there.
    const bucket = this.#buckets[bucketOf(first, text.charCodeAt(at + 1))];
    if (bucket === undefined) return longest;
    for (const secret of bucket) {
      if (secret.length > longest && text.startsWith(secret, at)) longest = secret.length;
    }
    return longest;
  }
}
