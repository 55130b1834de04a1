/** Control characters, invisible ones such as direction marks, and lone surrogates. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text as a message shows it: cut to so many characters. */
export function truncate(text: string, maximum: number): string {
  const characters = Array.from(text);
  return characters.length > maximum ? `${characters.slice(0, maximum).join('')}…` : text;
}

/** A received value as a message shows it: in quotes, with everything that does not print escaped. */
export const quote = (value: string): string =>
  JSON.stringify(truncate(value, 100)).replaceAll(
    UNPRINTABLE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  );

/** A text as one line of the log, in which the runner finds no command: `##[…]` would be one anywhere in a line. */
export const oneLine = (text: string): string =>
  text.replaceAll(UNPRINTABLE, ' ').replaceAll('##[', '## [');

/** An identifier of a service as a message shows it: as it is, and in quotes where it is not made of plain characters. */
export const showId = (id: string): string =>
  /^[\w.:/+=@!-]{1,600}$/.test(id) ? id : oneLine(quote(id));
