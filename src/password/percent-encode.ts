/** Percent-encoding, as UTF-8, of all characters that match: by default those that RFC 3986 does not call unreserved. */
export const percentEncode = (text: string, characters = /[^\w.~-]/gu): string =>
  text.replace(characters, (character) =>
    Array.from(
      Buffer.from(character),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    ).join('')
  );
