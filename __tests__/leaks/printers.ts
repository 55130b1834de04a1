/** One symbol of what was printed, and how much it tells of which characters of the password. */
export interface Sign {
  readonly text: string;
  readonly tells: readonly (readonly [character: number, share: number])[];
}
/** What was printed. The shares of each character of the password add up to 1. */
export type Printed = readonly Sign[];

export const raw = (password: string): Printed =>
  Array.from(password, (text, at) => ({ text, tells: [[at, 1]] }));
export const context = (text: string): Printed =>
  Array.from(text, (sign) => ({ text: sign, tells: [] }));
export const textOf = (printed: Printed): string => printed.map(({ text }) => text).join('');

/** Several symbols in the place of one share what it tells. */
const spread = (text: string, { tells }: Sign): Printed =>
  Array.from(text, (sign) => ({
    text: sign,
    tells: tells.map(([character, share]) => [character, share / text.length] as const)
  }));

export type Printer = (printed: Printed) => Printed;
type Escape = (sign: string, before: string, after: string) => string;

export const each =
  (escape: Escape): Printer =>
  (printed) =>
    printed.flatMap((sign, at) =>
      spread(escape(sign.text, printed[at - 1]?.text ?? '', printed[at + 1]?.text ?? ''), sign)
    );
/** Of the characters given, each becomes what the pattern says; `$&` stands for the character. */
export const replacing = (characters: RegExp, pattern: string): Printer =>
  each((sign) => sign.replace(characters, pattern));
export const within =
  (before: string, after = before): Printer =>
  (printed) => [...context(before), ...printed, ...context(after)];
export const chain =
  (...printers: readonly Printer[]): Printer =>
  (printed) =>
    printers.reduce((text, printer) => printer(text), printed);
export const when =
  (condition: RegExp, yes: Printer, no: Printer = (printed) => printed): Printer =>
  (printed) =>
    (condition.test(textOf(printed)) ? yes : no)(printed);
/** Text between single quotes, runs of single quotes as the shell has them outside of these. */
export const segments =
  (escape: (run: string) => string, emptyFirst: boolean): Printer =>
  (printed) => {
    const out: Sign[] = [];
    for (let at = 0; at < printed.length;) {
      let end = at;
      while (end < printed.length && printed[end]?.text !== "'") end++;
      if (end > at || (emptyFirst && at === 0)) out.push(...within("'")(printed.slice(at, end)));
      at = end;
      while (printed[end]?.text === "'") end++;
      const run = printed.slice(at, end);
      if (run.length > 0)
        out.push(
          ...spread(escape(textOf(run)), { text: '', tells: run.flatMap(({ tells }) => tells) })
        );
      at = end;
    }
    return out;
  };
export const dashQuotes = segments((run) => `"${run}"`, true);
export const zshQuotes = segments((run) => run.replaceAll("'", "\\'"), false);

export const upper = (code: number): string => code.toString(16).toUpperCase().padStart(2, '0');
export const percent = (kept: RegExp, hex = upper): Printer =>
  each((sign) => (kept.test(sign) ? sign : `%${hex(sign.charCodeAt(0))}`));
export const plus: Printer = (printed) => {
  // Only a space is told by `%20`, whose three symbols belong to one character.
  const text = textOf(printed);
  return printed.flatMap((sign, at) => {
    if (text.startsWith('%20', at))
      return [{ text: '+', tells: sign.tells.map(([character]) => [character, 1] as const) }];
    return text.startsWith('%20', at - 1) || text.startsWith('%20', at - 2) ? [] : [sign];
  });
};

/** Base64 symbols tell their bytes by the bit. */
export const base64 =
  (alphabet: 'base64' | 'base64url' = 'base64'): Printer =>
  (printed) => {
    const text = Buffer.from(textOf(printed), 'latin1').toString(alphabet);
    return Array.from(text, (sign, at) => {
      const bits = new Map<number, number>();
      for (let bit = at * 6; bit < at * 6 + 6; bit++)
        bits.set(bit >> 3, (bits.get(bit >> 3) ?? 0) + 1);
      const tells = [...bits].flatMap(([byte, count]) =>
        (printed[byte]?.tells ?? []).map(
          ([character, share]) => [character, (share * count) / 8] as const
        )
      );
      return { text: sign, tells };
    });
  };
export const utf16: Printer = (printed) => printed.flatMap((sign) => [sign, ...context('\0')]);
export const hex = each((sign) => upper(sign.charCodeAt(0)).toLowerCase());
export const wrapped =
  (width: number): Printer =>
  (printed) =>
    printed.flatMap((sign, at) => (at > 0 && at % width === 0 ? [...context('\n'), sign] : [sign]));

export const entity = (names: Readonly<Record<string, string>>): Printer =>
  each((sign) => (sign in names ? `&${names[sign] ?? ''};` : sign));
export const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };

export const u = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
export const jsonText = replacing(/["\\]/, '\\$&');
export const json = chain(jsonText, within('"'));
export const jsonWith = (characters: RegExp): Printer =>
  chain(
    each((sign) => (characters.test(sign) ? u(sign.charCodeAt(0)) : sign.replace(/["\\]/, '\\$&'))),
    within('"')
  );
export const document = chain(
  json,
  within('{"auths":{"ghcr.io":{"username":"ci","password":', '}}}')
);

export const shellMeta = /[ '"\\|&;()<>!{}*[?\]^$`]|^[~#]|[=:]~| #/;
export const bashQuotes = chain(replacing(/'/, "'\\''"), within("'"));
export const bashPrintfQ = each((sign, before) =>
  /[ !"$&'()*,;<>?[\\\]^`{|}]/.test(sign) ||
  (/[#~]/.test(sign) && before === '') ||
  (sign === '~' && /[:=]/.test(before))
    ? `\\${sign}`
    : sign
);
export const repr = when(
  /'/,
  when(
    /"/,
    chain(replacing(/[\\']/, '\\$&'), within("'")),
    chain(replacing(/\\/, '\\\\'), within('"'))
  ),
  chain(replacing(/\\/, '\\\\'), within("'"))
);
export const inspect = when(
  /'/,
  when(
    /"/,
    when(
      /`|\$\{/,
      chain(replacing(/[\\']/, '\\$&'), within("'")),
      chain(replacing(/\\/, '\\\\'), within('`'))
    ),
    chain(replacing(/\\/, '\\\\'), within('"'))
  ),
  chain(replacing(/\\/, '\\\\'), within("'"))
);
export const windowsArgument: Printer = (printed) => {
  const text = textOf(printed);
  const quoted = / |\t/.test(text);
  const signs = printed.flatMap((sign, at) => {
    if (sign.text === '"') return spread('\\"', sign);
    const doubled = sign.text === '\\' && /^\\*"/.test(text.slice(at));
    const closing = sign.text === '\\' && quoted && /^\\*$/.test(text.slice(at));
    return doubled || closing ? spread('\\\\', sign) : [sign];
  });
  return quoted ? within('"')(signs) : signs;
};
export const collapsed: Printer = (printed) =>
  printed.filter(
    ({ text }, at) =>
      text !== ' ' ||
      (printed[at - 1]?.text !== ' ' &&
        at > 0 &&
        printed.slice(at).some((sign) => sign.text !== ' '))
  );

/** Symbols at the places given are left out; they tell nothing to whoever reads. */
export const without =
  (drop: (sign: Sign, at: number, printed: Printed) => boolean): Printer =>
  (printed) =>
    printed.filter((sign, at) => !drop(sign, at, printed));

/** The first and the last symbols, with something between them. */
export const shortened =
  (head: number, tail: number, between: string): Printer =>
  (printed) =>
    printed.length <= head + tail
      ? printed
      : [...printed.slice(0, head), ...context(between), ...printed.slice(printed.length - tail)];

/** A backslash escapes the next symbol and goes. */
export const unescaped =
  (meaning: Readonly<Record<string, string>> = {}, kept = ''): Printer =>
  (printed) => {
    const out: Sign[] = [];
    for (let at = 0; at < printed.length; at++) {
      const sign = printed[at];
      const next = printed[at + 1];
      if (!sign) continue;
      if (sign.text !== '\\' || !next) {
        out.push(sign);
        continue;
      }
      at++;
      const means = meaning[next.text];
      if (means !== undefined) out.push({ text: means, tells: next.tells });
      else if (kept !== '' && !next.text.match(kept)) out.push(sign, next);
      else out.push(next);
    }
    return out;
  };

export const wordEnd =
  (pattern: RegExp, from: 'first' | 'last'): ((printed: Printed) => number) =>
  (printed) => {
    const hits = printed.flatMap(({ text }, at) => (pattern.test(text) ? [at] : []));
    return (from === 'first' ? hits[0] : hits.at(-1)) ?? -1;
  };
/** What comes before the first of these symbols; all, or nothing, where there is none. */
export const before =
  (pattern: RegExp, otherwise: 'all' | 'nothing' = 'nothing'): Printer =>
  (printed) => {
    const at = wordEnd(pattern, 'first')(printed);
    return at < 0 ? (otherwise === 'all' ? printed : []) : printed.slice(0, at);
  };
/** What comes after the first or the last of these symbols. */
export const after =
  (pattern: RegExp, from: 'first' | 'last', otherwise: 'all' | 'nothing' = 'nothing'): Printer =>
  (printed) => {
    const at = wordEnd(pattern, from)(printed);
    return at < 0 ? (otherwise === 'all' ? printed : []) : printed.slice(at + 1);
  };
/** All that several printers print, one after the other: who reads the text takes the best of each. */
export const joined =
  (...printers: readonly Printer[]): Printer =>
  (printed) =>
    printers.flatMap((print) => print(printed));

/** Quoted-printable, with a soft line break before each 76th column. */
export const quotedPrintable: Printer = (printed) => {
  const signs = printed.map((sign, at) => ({
    tells: sign.tells,
    text:
      sign.text === '=' || (sign.text === ' ' && at === printed.length - 1)
        ? `=${upper(sign.text.charCodeAt(0))}`
        : sign.text
  }));
  const out: Sign[] = [];
  let column = 0;
  signs.forEach((sign, at) => {
    const last = at === signs.length - 1;
    if (column + sign.text.length > (last ? 76 : 75)) {
      out.push(...context('\n'));
      column = 0;
    }
    column += sign.text.length;
    out.push(...spread(sign.text, sign));
  });
  return out;
};

export const rubyInspect: Printer = chain(
  each((sign, _, next) =>
    /["\\]/.test(sign) || (sign === '#' && /[{$@]/.test(next)) ? `\\${sign}` : sign
  ),
  within('"')
);

/** The numbers of the bytes. */
export const byteNumbers =
  (separator: string): Printer =>
  (printed) =>
    printed.flatMap((sign, at) => [
      ...context(at > 0 ? separator : ''),
      ...spread(String(sign.text.charCodeAt(0)), sign)
    ]);

export const hexBytes: Printer = (printed) =>
  printed.flatMap((sign, at) => [...context(at > 0 ? ' ' : ''), ...hex([sign])]);
