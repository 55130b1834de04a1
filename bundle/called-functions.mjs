import { createHash } from 'node:crypto';
import ts from 'typescript';
import { edited, parsed } from './edits.mjs';

/**
 * The same module with these functions in parentheses. V8 takes those for functions that are called at once, and
 * compiles them along with their file; any other function it skips first, and reads again when it is called.
 *
 * A declaration becomes a constant at the top, where it is as good as hoisted for the code of its own module.
 *
 * @param called names of functions, as {@link withCallsTold} has them told.
 */
export function withCalledInParentheses(code, called) {
  const names = new Set(called);
  const chosen = functions(code).filter(
    (node) => names.has(nameOf(node)) && !ts.isParenthesizedExpression(node.parent)
  );
  const parentheses = chosen
    .filter((node) => !ts.isFunctionDeclaration(node))
    .flatMap((node) => [insertion(node.getStart(), '('), insertion(node.end, ')')]);
  const part = (from, to) =>
    edited(
      code.slice(from, to),
      parentheses
        .filter((edit) => edit.from >= from && edit.to <= to)
        .map((edit) => insertion(edit.from - from, edit.text))
    );

  let constants = '';
  let rest = '';
  let done = 0;
  for (const node of chosen.filter(ts.isFunctionDeclaration)) {
    const exported = node.modifiers?.some(isExport) ? 'export ' : '';
    const comments = code.slice(node.pos, node.getStart());
    const declared = part(node.getStart() + exported.length, node.end);
    constants += `${comments}${exported}const ${node.name.text} = (${declared});\n`;
    rest += part(done, node.pos);
    done = node.end;
  }
  return constants + rest + part(done, code.length);
}

/** The same module, whose functions tell `globalThis.tellCall` their module and name when they are called. */
export function withCallsTold(code, module) {
  const edits = functions(code).flatMap((node) => {
    const { body } = node;
    const tell = `globalThis.tellCall(${JSON.stringify(module)}, '${nameOf(node)}')`;
    return ts.isBlock(body)
      ? [insertion(body.getStart() + 1, ` ${tell};`)]
      : [insertion(body.getStart(), `(${tell}, `), insertion(body.end, ')')];
  });
  return edited(code, edits);
}

/** By what the function says, so that it stays when other code of the module changes. */
const nameOf = (node) => createHash('sha256').update(node.getText()).digest('hex').slice(0, 8);

/** Those that can be put in parentheses: methods cannot. */
function functions(code) {
  const found = [];
  const visit = (node) => {
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || isPlainDeclaration(node))
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(parsed(code));
  return found;
}

const isPlainDeclaration = (node) =>
  ts.isFunctionDeclaration(node) &&
  ts.isSourceFile(node.parent) &&
  !node.modifiers?.some(isDefault);

const isDefault = ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword;
const isExport = ({ kind }) => kind === ts.SyntaxKind.ExportKeyword;

const insertion = (at, text) => ({ from: at, to: at, text });
