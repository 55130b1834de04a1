/** A string, the last search that found it, and where it may start again in that text. */
interface Entry {
  readonly value: string;
  search: number;
  next: number;
}

/** The strings that a runner searches for. */
export class MaskSet {
  readonly #all = new Set<string>();
  /** By their first two UTF-16 units, and whether there are any. */
  readonly #byStart = new Map<number, Entry[]>();
  readonly #starts = new Uint8Array(0x10000);

  #searches = 0;

  has(value: string): boolean {
    return this.#all.has(value);
  }

  /** Adds a value; false for one that is there, and for none. */
  add(value: string): boolean {
    if (value === '' || this.#all.has(value)) return false;
    this.#all.add(value);
    const start = startOf(value.charCodeAt(0), value.charCodeAt(1));
    this.#starts[start] = 1;
    const others = this.#byStart.get(start);
    const entry = { value, search: 0, next: 0 };
    if (others) others.push(entry);
    else this.#byStart.set(start, [entry]);
    return true;
  }

  /** For each UTF-16 unit of a text, 1 where one of the strings hides it that are as long. */
  hide(text: string, shortest = 2, longest = Infinity): Uint8Array {
    const hidden = new Uint8Array(text.length);
    const starts = this.#starts;
    const search = ++this.#searches;
    for (let at = 1, first = text.charCodeAt(0); at < hidden.length; at++) {
      const second = text.charCodeAt(at);
      const start = startOf(first, second);
      first = second;
      if (starts[start] === 0) continue;
      for (const entry of this.#byStart.get(start) ?? []) {
        const { value } = entry;
        const { length } = value;
        if (length < shortest || length > longest) continue;
        // Of hits that overlap, the first is enough: otherwise "aaaa…" takes quadratic time.
        if (entry.search === search && at < entry.next) continue;
        if (!text.startsWith(value, at - 1)) continue;
        hidden.fill(1, at - 1, at - 1 + length);
        entry.search = search;
        entry.next = at + length;
      }
    }
    return hidden;
  }
}

const startOf = (first: number, second: number): number => ((first << 8) ^ second) & 0xffff;
