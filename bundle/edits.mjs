import ts from 'typescript';

/** What the code says, as a tree of TypeScript's. */
export const parsed = (code) =>
  ts.createSourceFile('', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);

/**
 * The code with the edits made, whatever their order; an edit puts a text in the place of what stands between two
 * positions. Of edits at one position, those that only insert come first.
 */
export function edited(code, edits) {
  let text = '';
  let done = 0;
  for (const { from, to, text: added } of edits.toSorted(inOrder)) {
    text += code.slice(done, from) + added;
    done = to;
  }
  return text + code.slice(done);
}

const inOrder = (one, other) => one.from - other.from || one.to - other.to;
