const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** Percent-encoding, as UTF-8, of all characters that match: by default those that RFC 3986 does not call unreserved. */
export const percentEncode = (text: string, unsafe = /[^\w.~-]/gu): string =>
  text.replace(unsafe, (character) =>
    character < '\x80'
      ? percent(character.charCodeAt(0))
      : Array.from(Buffer.from(character), percent).join('')
  );
