/** A text as a message shows it: cut to so many characters. */
export function truncate(text: string, maximum: number): string {
  const characters = Array.from(text);
  return characters.length > maximum ? `${characters.slice(0, maximum).join('')}…` : text;
}

/** A received value as a message shows it: in quotes, with control characters escaped. */
export const quote = (value: string): string => JSON.stringify(truncate(value, 100));
